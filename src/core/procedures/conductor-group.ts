import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** Who may serve a node: openstack/ironic doc/source/admin/conductor-groups.rst. */
export default defineProcedure({
  id: 'conductor-group',
  title: 'Find a conductor for a node that has none',
  sections: ['conductor-groups'],
  words: [
    'conductor groups',
    'no conductor',
    'no conductor service registered',
    'driver not found',
    'driver unknown',
    'orphan node',
    'orphaned node',
    'node without conductor',
  ],
  when: 'Requests end with "No conductor service registered which supports driver", or conductor is empty.',
  steps: (hand) => [
    say(
      'See its driver and group; an empty group is a group too.',
      `baremetal node show ${hand.node} -f json --fields driver conductor_group conductor reservation provision_state`,
    ),
    say(
      'Who is alive, and in which group? Only a conductor without a group serves a node without one.',
      'baremetal conductor list --long',
    ),
    say('Which of them have the driver?', 'baremetal driver list'),
    say('Those of its group are dead: start one, on its host.', 'systemctl start ironic-conductor'),
    say(
      'No conductor has that group: give it to one that reaches the BMC, under [conductor], and restart it.',
      "grep -n 'conductor_group' /etc/ironic/ironic.conf",
    ),
    say(
      "Or the node's group is a slip of the pen: correct it, or unset it.",
      `baremetal node set ${hand.node} --conductor-group <group>`,
    ),
    say(
      'They live and lack the driver: [DEFAULT]enabled_hardware_types, then a restart. After an upgrade the driver may be gone for good.',
      "grep -n 'enabled_hardware_types' /etc/ironic/ironic.conf",
    ),
    say(
      'See that one has it; taking over can last three minutes.',
      `baremetal node show ${hand.node} -f value -c conductor`,
    ),
  ],
  done: 'conductor names a living host, and baremetal node validate answers.',
  beware:
    'Another group can be another site whose conductors do not reach the BMC. A restart fails what a conductor has in an -ing state.',
});
