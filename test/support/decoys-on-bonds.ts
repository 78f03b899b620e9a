import { active, available, beat, busy, DAY, type Decoy, event, PORT, tenant, vif } from './decoy-cloud.ts';
import { minutesAgo } from './facts.ts';

const bond = (mode: string, more: Record<string, unknown> = {}) => ({
  portgroups: [{ uuid: 'g', name: 'bond0', mode, ...more }],
  ports: [
    { ...PORT, portgroup_uuid: 'g' },
    { ...PORT, uuid: 'p2', address: '52:54:00:00:00:18', portgroup_uuid: 'g' },
  ],
});

/** Bonds that are as they should be; an instance's VIF is on the port group then. */
export const ON_BONDS: readonly Decoy[] = [
  [
    'active on an LACP bond that works, with a time-out of half a year ago',
    'healthy',
    active(
      {},
      {
        ...bond('802.3ad', { standalone_ports_supported: false }),
        history: [event(180 * DAY, 'Timeout reached while waiting for callback for node x')],
      },
    ),
  ],
  [
    'active on a bond, its VIF on the port group, which has no MAC of its own',
    'healthy',
    active(
      {},
      { ...bond('802.3ad', { internal_info: tenant }), ...vif({ mac_address: '52:54:00:00:00:99' }) },
    ),
  ],
  [
    'active on a bond with a VIF on the group, just bound',
    'healthy',
    active(
      { provision_updated_at: minutesAgo(0.5), updated_at: minutesAgo(0.5) },
      {
        ...bond('802.3ad', { internal_info: tenant }),
        ...vif({ 'binding:host_id': '', 'binding:vif_type': 'unbound' }),
      },
    ),
  ],
  [
    'available on a bond, the VIF of the next server put on its group ten minutes ago',
    'healthy',
    available(
      {},
      {
        ...bond('802.3ad', { internal_info: tenant }),
        ...vif({ device_id: '', 'binding:host_id': '', status: 'DOWN', created_at: minutesAgo(10) }),
      },
    ),
  ],
  [
    'wait call-back for five minutes on an LACP bond',
    'healthy',
    busy('wait call-back', 5, {}, bond('802.3ad', { standalone_ports_supported: false })),
  ],
  [
    'wait call-back on an LACP bond, the agent at work',
    'healthy',
    busy('wait call-back', 12, { ...beat(20), deploy_step: { step: 'write_image' } }, bond('802.3ad')),
  ],
  [
    'wait call-back for five minutes on an active-backup bond',
    'healthy',
    busy('wait call-back', 5, {}, bond('active-backup')),
  ],
];
