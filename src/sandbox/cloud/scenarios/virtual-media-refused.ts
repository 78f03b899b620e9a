import type { Scenario } from '../scenario.ts';
import { hour, ironicTime } from '../times.ts';
import { blame } from '../troubles.ts';

/** The BMC was updated yesterday and takes no virtual media since. */
export default {
  name: 'virtual-media-refused',
  expect: {
    subject: 'bm-c26',
    causes: ['virtual-media'],
    section: 'redfish',
    title: 'A node that cleaned without trouble last week',
  },
  build(site) {
    const node = site.node({
      name: 'bm-c26',
      family: 'redfish',
      resource_class: 'bm.media-c',
      leaf: 'leaf-c7',
      provision_state: 'clean failed',
      target_provision_state: 'available',
      since: 2 * hour,
    });
    site.state.firmware.push({
      node_uuid: node.uuid,
      component: 'bmc',
      initial_version: '6.10.30.00',
      current_version: '7.10.50.00',
      last_version_flashed: null,
      created_at: node.created_at,
      updated_at: ironicTime(site.ago(20 * hour)),
    });
    blame(
      site,
      node,
      2 * hour,
      'cleaning',
      `Failed to prepare node ${node.uuid} for cleaning: Redfish exception occurred. Error: Virtual media mount failed for node ${node.uuid}: HTTP POST https://10.30.3.126/redfish/v1/Managers/1/VirtualMedia/Cd/Actions/VirtualMedia.InsertMedia returned code 500. Base.1.12.InternalError: The request failed due to an internal service error. Extended information: none`,
    );
  },
} satisfies Scenario;
