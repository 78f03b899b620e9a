import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'mac-address',
  title: 'Free a MAC address that another Neutron port has',
  sections: ['mac-address'],
  words: [
    'mac',
    'mac in use',
    'mac address in use',
    'duplicate mac',
    'failed to update mac address',
    'orphan port',
    'orphaned port',
    'neutron port',
    'delete port',
    'vif detach',
  ],
  when: 'A deploy or cleaning fails with "failed to update MAC address" or "is in use".',
  steps: (hand) => [
    say('Find the Neutron port that has the MAC.', `openstack port list --mac-address ${hand.mac} --long`),
    say(
      'Read whose it is: device_owner, device_id, binding_host_id, status, project and when it was made.',
      'openstack port show <port>',
    ),
    say(
      'Does Ironic know it? Look for its id among the _vif_port_id in internal_info.',
      `baremetal port list --address ${hand.mac} --fields uuid node_uuid internal_info; baremetal port group list --address ${hand.mac} --fields name node_uuid internal_info`,
    ),
    say(
      'A device_id is often a server: does it still exist, and is it in use?',
      'openstack server show <device-id>',
    ),
    say(
      'None of these? Ask whether a second Ironic shares this Neutron, or somebody made the port ahead with this MAC. A typing error in the inventory looks the same.',
    ),
    say(
      "Ironic's own, left from another operation: bring the node to available; for a tenant's, detach it.",
      `baremetal node vif detach ${hand.node} <port>`,
    ),
    say('Nobody uses it: delete it.', 'openstack port delete <port>'),
    say(
      'See that the MAC is free, then repeat the operation.',
      `openstack port list --mac-address ${hand.mac}`,
    ),
  ],
  done: "The list for this MAC is empty or shows the node's own port, and the next deploy passes the network step.",
  beware:
    "Deleting a port in use cuts off its machine. Never delete a node's bare metal port in maintenance to get around this: that orphans VIFs.",
});
