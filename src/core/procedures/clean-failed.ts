import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** The step's name is wiped on failure: openstack/ironic ironic/conductor/utils.py cleaning_error_handler. */
export default defineProcedure({
  id: 'clean-failed',
  title: 'Understand and leave clean failed',
  sections: ['clean-failed', 'cleaning', 'node-history'],
  words: [
    'clean failed',
    'cleaning failed',
    'failed cleaning',
    'clean fail',
    'history',
    'node history',
    'leave clean failed',
    'timeout reached while cleaning',
  ],
  when: 'The node is in clean failed. Why comes first; there is only one way out.',
  steps: (hand) => [
    say(
      'Read the error; clean_step is empty by now, its name is in the text.',
      `baremetal node show ${hand.node} -f json --fields last_error maintenance maintenance_reason fault target_provision_state`,
    ),
    say('Read what came before.', `baremetal node history list ${hand.node} --long`),
    say('One event in full.', `baremetal node history get ${hand.node} <event>`),
    say(
      'It stays powered on by default: look at the console before anything resets it.',
      `baremetal node console show ${hand.node}`,
    ),
    say(
      'The ramdisk called back? Read its log: /ironic guide ramdisk-logs. It never did? /ironic guide wait-state.',
    ),
    say(
      'Firmware was being written? Look at versions and at the job queue of the BMC first: /ironic guide firmware.',
      `baremetal node firmware list ${hand.node}`,
    ),
    say('The reason is gone: manage is the only verb here.', `baremetal node manage ${hand.node}`),
    say(
      'fault says clean failure: Ironic set maintenance and does not lift it. No fault: a person did, ask.',
      `baremetal node maintenance unset ${hand.node}`,
    ),
    say(
      'target_provision_state was available: clean again and release it.',
      `baremetal node provide ${hand.node}`,
    ),
    say(
      'It was manageable, a manual cleaning: repeat those steps.',
      `baremetal node clean ${hand.node} --clean-steps <steps-file>`,
    ),
  ],
  done: 'It is available after provide, or manageable after a manual cleaning, without maintenance.',
  beware: 'Cleaning again after a half-written firmware can make it worse, and cleaning wipes disks.',
});
