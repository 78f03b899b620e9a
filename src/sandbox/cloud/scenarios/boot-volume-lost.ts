import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { marked } from '../secrets.ts';
import { day, ironicTime, minute } from '../times.ts';

export default {
  name: 'boot-volume-lost',
  expect: {
    subject: 'bm-d08',
    causes: ['configdrive-volume'],
    section: 'san-password',
    title: 'A server that went away during the night and whose machine looks well',
  },
  build(site) {
    const node = site.node({
      name: 'bm-d08',
      resource_class: 'bm.boot-volume',
      leaf: 'leaf-d2',
      provision_state: 'active',
      power_state: 'power on',
      storage_interface: 'cinder',
      since: 80 * day,
    });
    site.server({
      name: 'erp-db-01',
      node,
      flavor: site.flavor('bm.boot-volume', 'CUSTOM_BM_BOOT_VOLUME'),
      since: 80 * day,
    });
    site.state.volumeTargets.push({
      uuid: uuidFrom('volume-target-bm-d08'),
      created_at: ironicTime(site.ago(80 * day)),
      updated_at: null,
      boot_index: 0,
      extra: {},
      node_uuid: node.uuid,
      properties: {
        target_iqn: 'iqn.2010-10.org.openstack:volume-erp-db-01',
        target_portal: '10.45.0.9:3260',
        auth_method: 'CHAP',
        auth_username: 'bm-d08',
        auth_password: marked('chap-bm-d08'),
      },
      volume_id: uuidFrom('volume-bm-d08'),
      volume_type: 'iscsi',
    });
    const text = `Failed to change power state to 'rebooting' by 'rebooting'. Error: Failed to initialize connection for volume ${uuidFrom('volume-bm-d08')} to node ${node.uuid}: Bad or unexpected response from the storage volume backend API: CHAP authentication of the initiator failed (HTTP 500)`;
    node.last_error = text;
    node.updated_at = ironicTime(site.ago(25 * minute));
    site.history(node, 25 * minute, 'provisioning', text);
  },
} satisfies Scenario;
