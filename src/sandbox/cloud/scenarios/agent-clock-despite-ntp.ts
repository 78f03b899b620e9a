import type { Scenario } from '../scenario.ts';
import { minute } from '../times.ts';
import { blame } from '../troubles.ts';

export default {
  name: 'agent-clock-despite-ntp',
  expect: {
    subject: 'bm-d11',
    causes: ['agent-tls'],
    section: 'clock-firmware',
    title: 'A machine that cannot be deployed although its ramdisk asks for the time',
  },
  build(site) {
    const failed = 8 * minute;
    const node = site.node({
      name: 'bm-d11',
      resource_class: 'bm.agent-clock-ntp',
      leaf: 'leaf-d2',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: failed,
    });
    node.driver_info = {
      ...node.driver_info,
      kernel_append_params: 'nofb vga=normal ipa-ntp-server=10.40.0.1',
    };
    blame(
      site,
      node,
      failed,
      'deploying',
      `Failed to get deploy steps. Failed to connect to the agent running on node ${node.uuid} for invoking command deploy.get_deploy_steps. Error: HTTPSConnectionPool(host='10.40.0.79', port=9999): Max retries exceeded with url: /v1/commands/?wait=true&agent_token=*** (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid (_ssl.c:1016)')))`,
    );
  },
} satisfies Scenario;
