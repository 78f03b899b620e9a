import type { NodeRecord } from '../state.ts';
import { after, enter, fail, type Life, pace, reserve } from './lifecycle.ts';
import { tenantVifs } from './vifs.ts';

const nameOf = (step: unknown): string => {
  const { interface: kind, step: name } = Object(step) as { interface?: unknown; step?: unknown };
  return `${String(kind)}.${String(name)}`;
};

/**
 * Runs service steps on a node in use. The one that is known rebinds the ports of the instance without a ramdisk
 * (`reattach_networking` of ironic/drivers/modules/network/neutron.py); another fails as an unknown one does.
 */
export function serve(life: Life, node: NodeRecord, ms: number, steps: readonly unknown[]): void {
  reserve(life, node);
  after(life, node, ms, pace.prepare, (done) => {
    const odd = steps.find(
      (step) => nameOf(step) !== 'network.reattach_networking' || node.network_interface !== 'neutron',
    );
    if (odd !== undefined) {
      const text = `Failed to prepare node ${node.uuid} for service: Node does not support service step ${nameOf(odd)}`;
      fail(life, node, 'service failed', done, 'servicing', text);
      return;
    }
    if (steps.length > 0) rebind(life, node);
    node.service_step = {};
    enter(node, 'active', null, done);
    node.reservation = null;
  });
}

function rebind(life: Life, node: NodeRecord): void {
  const vifs = tenantVifs(life.state, node);
  for (const port of life.state.neutronPorts)
    if (vifs.includes(port.id)) Object.assign(port, { status: 'ACTIVE', vif_type: 'other' });
}
