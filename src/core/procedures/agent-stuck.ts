import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'agent-stuck',
  title: 'Look inside a ramdisk whose step does not end',
  sections: ['agent-stuck'],
  words: [
    'agent',
    'ipa',
    'ironic python agent',
    'step hangs',
    'agent hangs',
    'heartbeat',
    'hardware manager',
    'agent ssh',
  ],
  when: 'Heartbeats arrive, and the step is the same for far too long.',
  steps: (hand) => [
    say(
      'See the step, and that agent_last_heartbeat is fresh.',
      `baremetal node show ${hand.node} -f json --fields provision_state clean_step deploy_step service_step driver_internal_info`,
    ),
    say(
      'Look again in some minutes: an erase of big disks takes hours, and that is work.',
      `baremetal node show ${hand.node} -f value -c provision_state -c clean_step -c deploy_step -c service_step`,
    ),
    say('Watch the console; many ramdisks log there.', `baremetal node console show ${hand.node}`),
    say(
      'Log in where the ramdisk has your key; the host is the one in agent_url.',
      'ssh <user>@<agent-address>',
    ),
    say('In the ramdisk: read the end of its log.', 'journalctl -b --no-pager | tail -80'),
    say(
      'In the ramdisk: what runs, since when, and does it wait for a disk (D)?',
      'ps -eo pid,stat,etime,args --sort=etime',
    ),
    say('In the ramdisk: what does the kernel say of disks and controllers?', 'dmesg -T | tail -40'),
    say(
      `On ${hand.conductor}: what did it ask the agent for?`,
      `journalctl -u '*ironic-conductor*' --since -6h | grep ${hand.uuid} | tail -40`,
    ),
    say('Keep what you found, then stop it: /ironic guide stop-operation.'),
  ],
  done: 'You can name the process or device that it waits for.',
  beware:
    'Do not reset or abort while firmware is written, and an erase that is cut short leaves the disk as it is.',
});
