import type { Scenario } from '../scenario.ts';
import { bareTime, hour, minute } from '../times.ts';
import { blame, cleaningInternals, onCleaningNetwork } from '../troubles.ts';

/** Four nodes of one switch miss their ramdisk, those of the next switch boot. */
export default {
  name: 'clean-wait-leaf-c1',
  expect: {
    subject: 'bm-c41',
    causes: ['dhcp-pxe-boot'],
    section: 'dhcp-pxe',
    title: 'A node that was handed back this afternoon and is still being cleaned',
  },
  build(site) {
    const common = { resource_class: 'bm.leaf-c', power_state: 'power on', leaf: 'leaf-c1' } as const;
    for (const [name, since] of [
      ['bm-c41', 95 * minute],
      ['bm-c42', 80 * minute],
      ['bm-c43', 2 * hour],
    ] as const) {
      const node = site.node({
        ...common,
        name,
        since,
        provision_state: 'clean wait',
        target_provision_state: 'available',
      });
      node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
      node.hidden.ramdisk = 'silent';
      onCleaningNetwork(site, node);
    }
    const failed = site.node({
      ...common,
      name: 'bm-c44',
      since: 5 * hour,
      provision_state: 'clean failed',
      target_provision_state: 'available',
    });
    blame(
      site,
      failed,
      5 * hour,
      'cleaning',
      'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {}.',
    );
    for (const name of ['bm-c45', 'bm-c46', 'bm-c47']) {
      const node = site.node({
        name,
        resource_class: 'bm.leaf-c',
        leaf: 'leaf-c2',
        since: 3 * hour,
      });
      node.driver_internal_info = {
        ...node.driver_internal_info,
        agent_last_heartbeat: bareTime(site.ago(3 * hour + 4 * minute)),
      };
    }
  },
} satisfies Scenario;
