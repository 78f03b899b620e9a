import { uuidFrom } from '../ids.ts';
import type { Scenario } from '../scenario.ts';
import { minute, zuluTime } from '../times.ts';

/** A left-over Neutron port holds the MAC address of the only port of bm-a21. */
export default {
  name: 'mac-address-in-use',
  expect: {
    subject: 'web-06',
    causes: ['mac-address-in-use', 'network-vif'],
    section: 'mac-address',
    title: 'A web server that failed before its node was touched',
  },
  build(site) {
    const node = site.node({ name: 'bm-a21' });
    const mac = site.port(node).address;
    const network = site.state.networks.find((one) => one.name === 'tenant-web');
    // A port that a deleted instance left behind has the MAC of the node.
    const orphan = site.vif(node, 'tenant', 'unused', {
      status: 'DOWN',
      device_id: '',
      device_owner: '',
      host_id: '',
      vif_type: 'unbound',
      name: 'left-behind',
    });
    site.port(node).internal_info = {};
    const server = site.server({
      name: 'web-06',
      flavor: site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL'),
      cell0: false,
      since: 12 * minute,
    });
    const wanted = uuidFrom('port-of-web-06');
    const reason = `Cannot attach VIF ${wanted} to the node ${node.uuid} due to error: Unable to attach VIF ${wanted} because Ironic can not update Neutron port ${wanted} MAC address to match physical MAC address ${mac}: Unable to complete operation for network ${network?.id ?? orphan.network_id}. The mac address ${mac} is in use. (HTTP 409)`;
    const message = `Build of instance ${server.id} aborted: ${reason}`;
    server.fault = {
      code: 500,
      created: zuluTime(site.ago(11 * minute)),
      message,
      details: `nova.exception.BuildAbortException: ${message}\n`,
    };
  },
} satisfies Scenario;
