/** What Nova learnt when (openstack/nova nova/api/openstack/compute/rest_api_version_history.rst). */
export const NOVA_ABILITIES = {
  'server-flavor': '2.47',
  'hypervisor-pattern': '2.53',
  'flavor-extra-specs': '2.61',
  'action-event-details': '2.84',
  'scheduler-hints': '2.100',
} as const;

export type NovaAbility = keyof typeof NOVA_ABILITIES;

/** The newest version whose changes we have read about. */
export const NEWEST_NOVA = '2.100';
