import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/**
 * The guide has ten failed builds disable a nova-compute. Since Nova 18 they only lower its weight (openstack/nova
 * nova/conf/compute.py consecutive_build_service_disable_threshold); its item on cpus and memory is of before classes.
 */
export default defineProcedure({
  id: 'no-valid-host',
  title: 'Find out why Nova says "No valid host was found"',
  sections: ['no-valid-host'],
  words: [
    'novalidhost',
    'no valid host was found',
    'nvh',
    'no host',
    'scheduler',
    'scheduling',
    'placement',
    'nova-compute',
    'flavor',
    'resource class',
    'capabilities',
    'capability mismatch',
    'traits',
    'allocation candidates',
    'compute service',
    'not enough hosts',
    'node not available',
    'hypervisor',
    'hypervisor stats',
    'resource provider',
  ],
  when: 'Nova finds no node for a server, and /ironic why on the server could not tell.',
  steps: (hand) => [
    say(
      'Is a node free? What is manageable needs provide.',
      'baremetal node list --provision-state available --no-maintenance --unassociated --fields name resource_class',
    ),
    say('Its power and management have to be valid.', `baremetal node validate ${hand.node}`),
    say(
      'Is nova-compute enabled and up? Since Nova 18 failed builds only lower its weight; a disabled one was disabled by somebody.',
      'openstack compute service list --service nova-compute --long',
    ),
    say(
      'Do the classes match? Class bm.large is CUSTOM_BM_LARGE in the flavor, amount 1.',
      'openstack flavor show <flavor> -f json -c properties',
    ),
    say(
      'Does Placement offer a node? If not, wait one cycle of nova-compute, then look at the inventory of its provider.',
      'openstack allocation candidate list --resource CUSTOM_<CLASS>=1',
    ),
    say(
      'reserved 1, or an allocation of a server that is gone, takes it away.',
      `openstack resource provider show ${hand.uuid} --allocations`,
    ),
    say(
      "The flavor's capabilities:x='y' has to stand as x:y in those of the node, and its traits too. cpus and memory no longer matter, though older guides say so.",
      `baremetal node show ${hand.node} -f json --fields properties traits resource_class`,
    ),
    say('Changed just now? Nova sees it one cycle later.', `openstack hypervisor show ${hand.uuid}`),
    say(
      'Which filter left none? Its name says what did not fit.',
      "journalctl -u '*nova-scheduler*' --since -1h | grep 'returned 0 hosts'",
    ),
    say(
      'It may wrap a failed deploy, Errno 28 for one.',
      "journalctl -u '*ironic-conductor*' --since -1h | grep -E 'Error in deploy of node|Errno 28'",
    ),
  ],
  done: 'Placement lists the node as a candidate, and a new server gets it.',
  beware:
    'Find out who disabled a nova-compute and why before "openstack compute service set --enable <host> nova-compute": builds go there at once.',
});
