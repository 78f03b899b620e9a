import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'agent-certificate-refused',
  expect: {
    subject: 'bm-d09',
    causes: ['agent-tls'],
    section: 'agent-tls',
    title: 'A cleaning that failed as soon as its ramdisk had called',
  },
  build(site) {
    const failed = 17 * minute;
    const node = site.node({
      name: 'bm-d09',
      resource_class: 'bm.agent-tls',
      leaf: 'leaf-d2',
      provision_state: 'clean failed',
      target_provision_state: 'available',
      power_state: 'power on',
      since: failed,
    });
    blame(
      site,
      node,
      failed,
      'cleaning',
      `Failed to prepare node ${node.uuid} for cleaning: Failed to connect to the agent running on node ${node.uuid} for invoking command clean.get_clean_steps. Error: HTTPSConnectionPool(host='10.41.0.77', port=9999): Max retries exceeded with url: /v1/commands/?wait=true&agent_token=*** (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1016)')))`,
    );
  },
} satisfies Scenario;
