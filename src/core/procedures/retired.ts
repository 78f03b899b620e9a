import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** openstack/ironic doc/source/admin/retirement.rst; what may be deleted is in ironic/common/states.py. */
export default defineProcedure({
  id: 'retired',
  title: 'Retire a node, or bring a retired or protected one back',
  sections: ['retirement'],
  words: [
    'retire',
    'retirement',
    'retired node',
    'unretire',
    'protected',
    'protected node',
    'unprotect',
    'decommission',
    'delete node',
    'remove node',
    'out of service',
  ],
  when: 'provide is refused since the node is retired, undeploy or rebuild since it is protected, or it has to go.',
  steps: (hand) => [
    say(
      'See both marks, and why they were made.',
      `baremetal node show ${hand.node} -f json --fields retired retired_reason protected protected_reason provision_state instance_uuid owner`,
    ),
    say(
      'protected: undeploy, rebuild and delete are refused with HTTP 403. Ask whoever wrote the reason, then lift it.',
      `baremetal node unset ${hand.node} --protected`,
    ),
    say(
      'retired: no new instance, and provide is refused. Ask whoever wrote the reason, then lift it.',
      `baremetal node unset ${hand.node} --retired`,
    ),
    say(
      'Unmarked and manageable: clean it, which wipes disks, and release it.',
      `baremetal node provide ${hand.node}`,
    ),
    say(
      'To retire one: where it is available, take it to manageable first; the mark is refused there.',
      `baremetal node manage ${hand.node}`,
    ),
    say(
      'Mark it, in any other state. An instance on it stays; once deleted, the node is cleaned and ends in manageable.',
      `baremetal node set ${hand.node} --retired --retired-reason <why>`,
    ),
    say(
      'That needs automated cleaning: empty here means that [conductor]automated_clean decides (on by default).',
      `baremetal node show ${hand.node} -f value -c automated_clean`,
    ),
    say(
      'List all that are marked.',
      'baremetal node list --limit 0 --retired --fields name provision_state retired_reason',
    ),
    say('Gone for good: delete it, from manageable or enroll.', `baremetal node delete ${hand.node}`),
  ],
  done: 'The node is available again, or it is in the list of retired ones and Nova offers it no more.',
  beware:
    'Deleting forgets ports, driver_info and history. In maintenance Ironic allows it in nearly any state: first see that no instance is on it.',
});
