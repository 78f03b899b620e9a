import type { Scenario } from '../scenario.ts';
import { bareTime, minute } from '../times.ts';
import { blame, retriesExceeded } from '../troubles.ts';

/** Nova's text only wraps what Ironic says about the node. */
export default {
  name: 'behind-a-deploy-error',
  expect: {
    subject: 'web-04',
    causes: ['nvh-behind-deploy-error', 'image-unbootable'],
    title: 'A web server that failed after several tries',
  },
  build(site) {
    const node = site.node({
      name: 'bm-a20',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: 47 * minute,
    });
    const text = `Deploy step {'step': 'prepare_instance_boot', 'priority': 60, 'argsinfo': None, 'interface': 'deploy'} failed: Failed to install a bootloader when deploying node ${node.uuid}: No EFI partition could be detected on device /dev/sda and EFI partition UUID has not been recorded during deployment (which is often the case for whole disk images). Are you using a UEFI-compatible image?.`;
    blame(site, node, 47 * minute, 'deploying', text);
    const server = site.server({
      name: 'web-04',
      flavor: site.flavor('bm.general', 'CUSTOM_BAREMETAL_GENERAL'),
      image: 'partition',
      cell0: false,
      since: 58 * minute,
    });
    node.instance_uuid = server.id;
    node.instance_info = { image_source: server.imageId, image_type: 'partition', display_name: server.name };
    server.fault = retriesExceeded(
      site,
      46 * minute,
      `Exceeded max scheduling attempts 3 for instance ${server.id}. Last exception: Failed to provision instance ${server.id}: ${text}`,
    );
    server.events = [
      {
        event: 'compute__do_build_and_run_instance',
        start_time: bareTime(site.ago(58 * minute)),
        finish_time: bareTime(site.ago(46 * minute)),
        result: 'Error',
        traceback: null,
        host: 'compute-1',
        details: 'Failed to provision the instance',
      },
    ];
  },
} satisfies Scenario;
