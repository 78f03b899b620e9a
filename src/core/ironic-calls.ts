import type { ApiCall } from './api-call.ts';
import { exitOf, type ProvisionVerb, wireTarget } from './provision-transitions.ts';

/** openstack/ironic ironic/api/controllers/v1/node.py NodeStatesController.provision. The node is a UUID. */
export function provisionCall(
  node: string,
  state: string,
  verb: ProvisionVerb,
  more: Readonly<Record<string, unknown>> = {},
): ApiCall {
  // What an Ironic of the first day would lack is what the call needs.
  const first = exitOf(state, verb, '1.0');
  return {
    service: 'ironic',
    method: 'PUT',
    path: `/v1/nodes/${node}/states/provision`,
    body: { target: wireTarget(verb), ...more },
    ...(first.kind === 'too-old' ? { needs: first.needs } : {}),
  };
}

/** The words that the API takes; `rebooting` switches off and on. Soft power off since 1.27. */
export type PowerTarget = 'power on' | 'power off' | 'soft power off' | 'rebooting';

/** openstack/ironic ironic/api/controllers/v1/node.py NodeStatesController.power. */
export function powerCall(node: string, target: PowerTarget): ApiCall {
  return {
    service: 'ironic',
    method: 'PUT',
    path: `/v1/nodes/${node}/states/power`,
    body: { target },
    ...(target === 'soft power off' ? { needs: '1.27' } : {}),
  };
}

/** openstack/ironic ironic/api/controllers/v1/node.py NodesController.patch: a JSON patch of one field. */
export function replaceCall(node: string, field: string, value: string, needs?: string): ApiCall {
  return {
    service: 'ironic',
    method: 'PATCH',
    path: `/v1/nodes/${node}`,
    body: [{ op: 'replace', path: `/${field}`, value }],
    ...(needs ? { needs } : {}),
  };
}
