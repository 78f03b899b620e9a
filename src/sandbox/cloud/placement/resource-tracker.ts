import type { CloudState, InventoryRecord, NodeRecord, ProviderRecord } from '../state.ts';

/** `bm.large-2` -> `CUSTOM_BM_LARGE_2`, as nova/virt/ironic/driver.py turns a node's class into Placement's. */
export function placementClass(resourceClass: string): string {
  return `CUSTOM_${resourceClass.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/** Whether Nova may use the node: otherwise its inventory is reserved (`_node_resources_unavailable` there). */
function isUsable(node: NodeRecord): boolean {
  const powered = node.power_state !== null && node.power_state !== 'error';
  return node.provision_state === 'available' && !node.maintenance && node.instance_uuid === null && powered;
}

const computeTraits = [
  'COMPUTE_NODE',
  'COMPUTE_IMAGE_TYPE_QCOW2',
  'COMPUTE_IMAGE_TYPE_RAW',
  'COMPUTE_NET_ATTACH_INTERFACE',
];

function inventoriesOf(node: NodeRecord): { [name: string]: InventoryRecord } {
  if (node.resource_class === null) return {};
  return { [placementClass(node.resource_class)]: { total: 1, reserved: isUsable(node) ? 0 : 1 } };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Does what nova-compute does each minute: writes each node's inventory and traits to Placement. A node without a
 * resource class gets a provider with nothing in it. A compute service that is down does nothing.
 */
export function track(state: CloudState): void {
  const providers = new Map<string, ProviderRecord>(state.providers.map((one) => [one.uuid, one]));
  const services = new Map(state.computeServices.map((service) => [service.host, service]));
  for (const node of state.nodes) {
    const { computeHost, placement } = node.hidden;
    const service = computeHost === null ? undefined : services.get(computeHost);
    if (placement === 'frozen' || service?.state !== 'up') continue;
    let provider = providers.get(node.uuid);
    if (!provider) {
      provider = { uuid: node.uuid, generation: 0, inventories: {}, traits: [], allocations: {} };
      providers.set(node.uuid, provider);
      state.providers.push(provider);
    }
    const inventories = inventoriesOf(node);
    const disabled = service.status === 'disabled' ? ['COMPUTE_STATUS_DISABLED'] : [];
    const traits = [...computeTraits, ...disabled, ...node.traits];
    if (same(inventories, provider.inventories) && same(traits, provider.traits)) continue;
    provider.inventories = inventories;
    provider.traits = traits;
    provider.generation += 1;
    for (const name of Object.keys(inventories)) state.knownClasses.add(name);
    for (const name of traits) state.knownTraits.add(name);
  }
}
