import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/**
 * Verbs of openstack/ironic ironic/common/state_machine.py. The guide knows only undeploy from `wait call-back`;
 * `abort` there is of API 1.110 (doc/source/contributor/webapi-version-history.rst).
 */
export default defineProcedure({
  id: 'stop-operation',
  title: 'Stop a running operation with the verb that its state takes',
  sections: ['stop-operation'],
  words: [
    'abort',
    'cancel',
    'stop',
    'undeploy',
    'stop cleaning',
    'stop deploy',
    'abort cleaning',
    'abort deploy',
    'cancel deploy',
  ],
  when: 'A deploy, cleaning, inspection, rescue or servicing has to end before it does so by itself.',
  steps: (hand) => [
    say(
      'See the state and the step; the verb depends on them.',
      `baremetal node show ${hand.node} -f json --fields provision_state clean_step deploy_step service_step instance_uuid`,
    ),
    say(
      'clean, inspect or rescue wait: abort leads to clean, inspect or rescue failed. A step that is not abortable ends first.',
      `baremetal node abort ${hand.node}`,
    ),
    say(
      'service wait: the same verb, to service failed and, in newer releases, on to active. First see whether firmware is being written: /ironic guide firmware.',
      `baremetal node console show ${hand.node}`,
    ),
    say(
      'wait call-back with no instance, API 1.110 or newer: abort leads to deploy failed and cleans nothing. The guide does not know it yet.',
      `baremetal --os-baremetal-api-version 1.110 node abort ${hand.node}`,
    ),
    say(
      'wait call-back with no instance on older ones: undeploy. It tears down and cleans.',
      `baremetal node undeploy ${hand.node}`,
    ),
    say(
      'wait call-back with an instance: the server belongs to Nova; ask its owner, then delete it there.',
      `openstack server show ${hand.instance} -c name -c status -c project_id`,
    ),
    say(
      'A hold state: unhold goes on. abort fails it; from deploy hold it also tears down and cleans: with an instance, end it in Nova.',
      `baremetal node unhold ${hand.node}`,
    ),
    say('An -ing state: no verb at all. /ironic guide ing-state.'),
    say('A restart of the conductor does not end a wait state.'),
  ],
  done: 'The node is in the failed state of its operation, active after servicing, or available after an undeploy.',
  beware:
    "undeploy and deleting a server destroy what a tenant has on it; nobody's instance, or its owner's word.",
});
