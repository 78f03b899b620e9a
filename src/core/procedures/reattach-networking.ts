import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/**
 * The step needs no ramdisk (openstack/ironic ironic/drivers/modules/network/neutron.py, requires_ramdisk=False).
 * `--disable-ramdisk`, which the guide's command lacks, makes Ironic refuse rather than boot one under a tenant.
 */
export default defineProcedure({
  id: 'reattach-networking',
  title: 'Bind the networks of a running instance anew',
  sections: ['reattach-networking'],
  words: [
    'reattach',
    'rebind',
    'rebind port',
    'vxlan',
    'binding failed',
    'network lost',
    'reattach_networking',
    'service step',
    'tenant network',
  ],
  when: 'The instance runs, and its network is gone or stale after a change of switch, VXLAN or binding.',
  steps: (hand) => [
    say(
      'It has to be active, with network_interface neutron; flat and noop do not have the step.',
      `baremetal node show ${hand.node} -f value -c provision_state -c network_interface`,
    ),
    say(
      'Each port that matters needs a tenant_vif_port_id in internal_info (where ports are bonded, their port group does), and the switch port where the cable is now.',
      `baremetal port list --node ${hand.node} --fields uuid address internal_info local_link_connection; baremetal port group list --node ${hand.node} --fields name address internal_info`,
    ),
    say(
      'If the cable moved, say so first.',
      'baremetal port set <port> --local-link-connection port_id=<switch-port>',
    ),
    say(
      'See how Neutron has it bound now.',
      'openstack port show <vif> -c status -c binding_host_id -c binding_vif_type',
    ),
    say(
      'Bind anew (Ironic of 2026 or later). --disable-ramdisk, API 1.108, makes sure that nothing is rebooted.',
      `baremetal node service ${hand.node} --disable-ramdisk --service-steps '[{"interface": "network", "step": "reattach_networking"}]'`,
    ),
    say(
      'It goes through servicing and is active again within a minute.',
      `baremetal node show ${hand.node} -f value -c provision_state -c last_error`,
    ),
    say(
      'See that the port is bound and ACTIVE.',
      'openstack port show <vif> -c status -c binding_host_id -c binding_vif_type',
    ),
    say(
      'service failed? Read last_error; abort leads back to active, the instance was not touched.',
      `baremetal node abort ${hand.node}`,
    ),
  ],
  done: 'The state is active, the Neutron port is ACTIVE, and the instance answers.',
  beware:
    'Traffic can stop for a moment. It binds what is attached; it neither adds nor removes a VIF: for that, vif attach and detach.',
});
