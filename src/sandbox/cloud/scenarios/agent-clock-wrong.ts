import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'agent-clock-wrong',
  expect: {
    subject: 'bm-d10',
    causes: ['agent-tls'],
    section: 'clock-skew',
    title: 'A machine that ran something else for years and now cannot be cleaned',
  },
  build(site) {
    const failed = 12 * minute;
    const node = site.node({
      name: 'bm-d10',
      resource_class: 'bm.agent-clock',
      leaf: 'leaf-d2',
      provision_state: 'clean failed',
      target_provision_state: 'available',
      power_state: 'power on',
      since: failed,
    });
    blame(site, node, failed, 'cleaning', notYetValid(node.uuid));
  },
} satisfies Scenario;

function notYetValid(uuid: string): string {
  return `Failed to prepare node ${uuid} for cleaning: Failed to connect to the agent running on node ${uuid} for invoking command clean.get_clean_steps. Error: HTTPSConnectionPool(host='10.41.0.78', port=9999): Max retries exceeded with url: /v1/commands/?wait=true&agent_token=*** (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid (_ssl.c:1016)')))`;
}
