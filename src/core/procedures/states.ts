import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** Verbs of openstack/ironic ironic/common/state_machine.py. */
export default defineProcedure({
  id: 'states',
  title: 'Leave a state: which verb each one takes',
  sections: ['states'],
  words: [
    'state',
    'provision state',
    'verbs',
    'hold',
    'deploy hold',
    'clean hold',
    'service hold',
    'unhold',
    'deploy failed',
    'inspect failed',
    'rescue failed',
    'service failed',
    'adopt failed',
    'enroll',
    'manage',
    'provide',
    'state machine',
    'error state',
    'in error',
  ],
  when: 'The API refuses a verb, "can not be performed on node ... while it is in state", or you look for the way out.',
  steps: (hand) => [
    say(
      'See the state, and where it was going.',
      `baremetal node show ${hand.node} -f json --fields provision_state target_provision_state last_error instance_uuid protected`,
    ),
    say(
      'enroll: manage. Back in enroll with an error: the BMC could not be reached or refused.',
      `baremetal node manage ${hand.node}`,
    ),
    say(
      'manageable: provide cleans and releases; inspect and adopt start here too.',
      `baremetal node provide ${hand.node}`,
    ),
    say(
      'clean failed: manage only. inspect failed: manage, or inspect again.',
      `baremetal node manage ${hand.node}`,
    ),
    say(
      'deploy failed: deploy again, rebuild or undeploy; no manage. With an instance, through Nova.',
      `openstack server show ${hand.instance} -c name -c status -c fault`,
    ),
    say(
      'error: it came from a tear-down: undeploy again, or rebuild.',
      `baremetal node undeploy ${hand.node}`,
    ),
    say(
      'rescue or unrescue failed: unrescue boots the system of the tenant.',
      `baremetal node unrescue ${hand.node}`,
    ),
    say(
      'service failed: look at the console; then abort leads to active.',
      `baremetal node abort ${hand.node}`,
    ),
    say(
      'A hold state was asked for by a step: nothing times out. Ask who did, then unhold.',
      `baremetal node unhold ${hand.node}`,
    ),
    say('-ing states take no verb (/ironic guide ing-state), wait states take abort (stop-operation).'),
  ],
  done: 'The verb is accepted (HTTP 202) and provision_state moves on.',
  beware: "undeploy and rebuild destroy what is on the disk: not on a node with a tenant's instance.",
});
