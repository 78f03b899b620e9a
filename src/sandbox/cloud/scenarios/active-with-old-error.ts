import { bond } from '../bond.ts';
import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { marked } from '../secrets.ts';
import type { Site } from '../site.ts';
import type { NodeRecord } from '../state.ts';
import { day } from '../times.ts';
import { blame } from '../troubles.ts';

/** A volume with a secret of its own. */
function volume(site: Site, node: NodeRecord): void {
  site.state.volumeTargets.push({
    uuid: uuidFrom('target-bm-a03'),
    created_at: node.created_at,
    updated_at: null,
    boot_index: 1,
    extra: {},
    node_uuid: node.uuid,
    properties: {
      target_portal: '10.50.0.9:3260',
      auth_username: 'db-01',
      auth_password: marked('chap-bm-a03'),
    },
    volume_id: uuidFrom('volume-db-01'),
    volume_type: 'iscsi',
  });
}

/** Looks like a failure and is none: `last_error` stays on an active node until its next operation. */
export default {
  name: 'active-with-old-error',
  expect: {
    subject: 'bm-a03',
    causes: ['healthy'],
    title: 'A database node that works, with an old error in its record',
  },
  build(site) {
    const node = site.node({
      name: 'bm-a03',
      family: 'redfish',
      provision_state: 'active',
      power_state: 'power on',
      since: 40 * day,
    });
    blame(
      site,
      node,
      12 * day,
      'monitoring',
      `Failed to change power state to 'rebooting': Redfish exception occurred. Error: HTTP POST https://10.30.1.103/redfish/v1/Systems/1/Actions/ComputerSystem.Reset returned code 503. Base.1.8.ServiceTemporarilyUnavailable: The service is temporarily unavailable. Retry in 30 seconds.`,
    );
    bond(site.state, node, {
      properties: { miimon: '100', xmit_hash_policy: 'layer3+4' },
      second: {
        local_link_connection: { ...site.port(node).local_link_connection, port_id: 'Ethernet1/49' },
      },
    });
    volume(site, node);
    site.server({
      name: 'db-01',
      node,
      flavor: site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL'),
      since: 40 * day,
    });
  },
} satisfies Scenario;
