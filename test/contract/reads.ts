import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFresh } from '../../src/approvals/fresh.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import type { Node } from '../../src/openstack/ironic/schema.ts';

/** A cloud to read from, with some trouble in it: the simulated one, or a real one. */
export interface ContractCloud {
  readonly cloud: Cloud;
  close(): Promise<void>;
}

/** By read: every field that any of its items had, so that two clouds can be compared. */
export type Shapes = Readonly<Record<string, readonly string[]>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * What every cloud must answer, whoever plays it. Nothing is expected of names and numbers, only of forms and of what
 * belongs together. What a cloud has none of (portgroups, agents, ...) is read and found empty.
 */
export function contractReads(title: string, makeCloud: () => Promise<ContractCloud>): void {
  describe(title, () => {
    let made: ContractCloud;
    let nodes: readonly Node[] = [];
    beforeAll(async () => {
      made = await makeCloud();
      nodes = (await made.cloud.ironic.collectNodes({ detail: true })).items;
    });
    afterAll(() => made.close());

    it('has all services', async () => {
      for (const service of ['ironic', 'nova', 'placement', 'neutron', 'glance'] as const) {
        expect(await made.cloud.has(service), service).toBe(true);
      }
    });

    it('lists nodes in detail, in pages and with chosen fields alike', async () => {
      const { ironic } = made.cloud;
      expect(nodes.length).toBeGreaterThan(2);
      const few: Node[] = [];
      for await (const page of ironic.listNodes({ fields: ['name', 'fault', 'health'], limit: 2 }))
        few.push(...page);
      expect(few.map((node) => node.uuid).sort()).toEqual(nodes.map((node) => node.uuid).sort());
      expect(few.every((node) => node.provision_state !== '')).toBe(true);
    });

    it('knows a node by UUID and by name, and no other', async () => {
      const { ironic } = made.cloud;
      const [node] = nodes;
      if (!node?.name) throw new Error('the cloud has no named node');
      const [byUuid, byName] = await Promise.all([ironic.getNode(node.uuid), ironic.getNode(node.name)]);
      expect(byUuid?.uuid).toMatch(UUID);
      expect(byName?.uuid).toBe(byUuid?.uuid);
      expect(await ironic.getNode('no-such-node-here')).toBeNull();
      expect(await ironic.getNode('no such/node')).toBeNull();
    });

    it('finds nodes by state, class and instance', async () => {
      const { ironic } = made.cloud;
      for (const provision_state of new Set(nodes.map((node) => node.provision_state))) {
        const { items } = await ironic.collectNodes({ provision_state });
        expect(items.map((node) => node.uuid).sort()).toEqual(
          nodes
            .filter((node) => node.provision_state === provision_state)
            .map((node) => node.uuid)
            .sort(),
        );
      }
      const used = nodes.find((node) => node.instance_uuid);
      const { items } = await ironic.collectNodes({ instance_uuid: used?.instance_uuid ?? '', detail: true });
      expect(items.map((node) => node.uuid)).toEqual([used?.uuid]);
    });

    it('validates a node, and refuses with words what it cannot validate', async () => {
      const answers = await Promise.all(nodes.map((node) => made.cloud.ironic.validate(node.uuid)));
      const results = answers.flatMap((answer) => (answer.kind === 'result' ? [answer.interfaces] : []));
      expect(results.length).toBeGreaterThan(0);
      for (const interfaces of results)
        expect(Object.keys(interfaces)).toEqual(expect.arrayContaining(['power', 'management', 'deploy']));
      for (const answer of answers) if (answer.kind === 'refused') expect(answer.message).not.toBe('');
    });

    it('finds a port by its MAC and by its node', async () => {
      const { ironic } = made.cloud;
      const [port] = await ironic.ports();
      const [byMac] = await ironic.ports({ address: port?.address ?? '' });
      expect(byMac?.uuid).toBe(port?.uuid);
      const ofNode = await ironic.ports({ node: port?.node_uuid ?? '' });
      expect(ofNode.map((one) => one.uuid)).toContain(port?.uuid);
      expect(await ironic.getPort(port?.uuid ?? '')).toEqual(port);
    });

    it('has nothing in Nova and Placement where nothing is', async () => {
      const { nova, placement } = made.cloud;
      const nobody = '00000000-0000-4000-8000-000000000000';
      expect(await nova.getServer(nobody)).toBeNull();
      expect(await nova.findHypervisors(nobody)).toEqual([]);
      expect(await placement.getProvider(nobody)).toBeNull();
      expect(await placement.inventories(nobody)).toBeNull();
      expect((await placement.consumerAllocations(nobody)).allocations).toEqual({});
    });

    it('ties an instance to its node, its hypervisor and its allocation', async () => {
      const { nova, placement } = made.cloud;
      const active = (await nova.servers({ all_tenants: true })).find((server) => server.status === 'ACTIVE');
      const node = active?.['OS-EXT-SRV-ATTR:hypervisor_hostname'] ?? '';
      expect(nodes.find((one) => one.uuid === node)?.instance_uuid).toBe(active?.id);
      expect(await nova.findHypervisors(node)).toHaveLength(1);
      expect(Object.keys((await placement.allocations(node))?.allocations ?? {})).toEqual([active?.id]);
      expect(Object.keys((await placement.consumerAllocations(active?.id ?? '')).allocations)).toEqual([
        node,
      ]);
      expect((await nova.findServersByName(active?.name ?? '')).map((server) => server.id)).toContain(
        active?.id,
      );
    });

    it('is looked at afresh by everything that a remedy judges by', async () => {
      const { cloud } = made;
      const fresh = createFresh(cloud, { now: new Date() });
      expect(await fresh.ironicVersion()).toMatch(/^1\.\d+$/);
      const used = nodes.find((node) => node.instance_uuid);
      const id = used?.instance_uuid ?? '';
      expect((await fresh.nodesOf(id)).map((node) => node.uuid)).toEqual([used?.uuid]);
      expect(await fresh.node(used?.uuid ?? '')).toEqual(used);
      expect(await fresh.traits(used?.uuid ?? '')).toEqual(used?.traits);
      const service = await fresh.computeService('compute-1');
      expect(service).toMatchObject({ binary: 'nova-compute', host: 'compute-1' });
      expect(String(service?.id)).toMatch(UUID);
      expect(await fresh.computeService('no-such-host')).toBeNull();
      const [port] = await cloud.neutron.ports({});
      expect(await fresh.neutronPort(port?.id ?? '')).toEqual(port);
      const active = (await cloud.nova.servers({ all_tenants: true })).find((one) => one.status === 'ACTIVE');
      expect(await fresh.consumer(active?.id ?? '')).toMatchObject({
        consumer_generation: expect.any(Number),
        // Nova asks for an older version, which knows no types.
        consumer_type: 'unknown',
        project_id: expect.any(String),
        user_id: expect.any(String),
      });
      const nobody = '00000000-0000-4000-8000-000000000000';
      expect(await fresh.consumer(nobody)).toBeNull();
      expect(await fresh.neutronPort(nobody)).toBeNull();
      expect(await fresh.traits(nobody)).toEqual([]);
      const [ironicPort] = await fresh.ports(used?.uuid ?? '');
      if (ironicPort) expect(await fresh.portsByMac(ironicPort.address)).toEqual([ironicPort]);
    });

    it('gives the fault of a server with the server only', async () => {
      const { nova } = made.cloud;
      const failed = (await nova.servers({ all_tenants: true })).filter(
        (server) => server.status === 'ERROR',
      );
      const whole = await Promise.all(failed.map((server) => nova.getServer(server.id)));
      expect(whole.some((server) => server?.fault?.message)).toBe(true);
    });

    it('answers what could be scheduled, and refuses words that nobody ever used', async () => {
      const { placement } = made.cloud;
      const refused = await placement.candidates({ resources: { CUSTOM_NOBODY_EVER_HAD_THIS: 1 } });
      expect(refused).toMatchObject({
        kind: 'refused',
        status: 400,
        detail: expect.stringContaining('CUSTOM_NOBODY_EVER_HAD_THIS'),
      });
      const nvme = await placement.candidates({
        resources: { VCPU: 1 },
        required: ['CUSTOM_NOBODY_EVER_HAD_THIS'],
      });
      expect(nvme).toMatchObject({ kind: 'refused', status: 400 });
    });

    it('reads flavors with their extra specs', async () => {
      const { nova } = made.cloud;
      const flavors = await nova.flavors();
      const [flavor] = flavors;
      expect(flavors.some((one) => Object.keys(one.extra_specs ?? {}).length > 0)).toBe(true);
      expect(await nova.getFlavor(flavor?.id ?? '')).toEqual(flavor);
      expect(await nova.getFlavor('no-such-flavor')).toBeNull();
    });

    it('finds an image by name and by id', async () => {
      const { glance, nova } = made.cloud;
      const servers = await nova.servers({ all_tenants: true });
      const id = servers.flatMap((server) => (server.image ? [server.image.id] : []))[0] ?? '';
      const image = await glance.getImage(id);
      expect(await glance.findImages(image?.name ?? '')).toEqual([image]);
      expect(await glance.getImage('00000000-0000-4000-8000-000000000000')).toBeNull();
    });
  });
}

/** Reads everything once and notes which fields were there, absent ones not counted. */
export async function shapesOf({ cloud }: ContractCloud): Promise<Shapes> {
  const { ironic, nova, placement, neutron, glance } = cloud;
  const nodes = (await ironic.collectNodes({ detail: true })).items;
  const servers = await nova.servers({ all_tenants: true });
  const each = <T, R>(items: readonly T[], read: (item: T) => Promise<R>, most = 20) =>
    Promise.all(items.slice(0, most).map(read));
  const uuids = nodes.map((node) => node.uuid);
  const actions = (await each(servers, (server) => nova.instanceActions(server.id))).map(
    (list) => list ?? [],
  );
  // Few servers of the simulated cloud have any.
  const eventsOf = async ({ id }: { readonly id: string }) => {
    const [action] = (await nova.instanceActions(id)) ?? [];
    return action ? ((await nova.instanceAction(id, action.request_id))?.events ?? []) : [];
  };
  const events = await each(servers, eventsOf, 200);
  const read: Record<string, readonly unknown[]> = {
    node: nodes,
    port: await ironic.ports(),
    history: (await each(uuids, (uuid) => ironic.history(uuid))).flat(),
    validation: (await each(uuids, (uuid) => ironic.validate(uuid))).flatMap((one) =>
      one.kind === 'result' ? [one.interfaces] : [],
    ),
    conductor: await ironic.conductors(),
    driver: await ironic.drivers(),
    server: await each(servers, ({ id }) => nova.getServer(id)),
    action: actions.flat(),
    event: events.flat(),
    flavor: await nova.flavors(),
    service: await nova.services(),
    hypervisor: await nova.hypervisors(),
    provider: await each(uuids, (uuid) => placement.getProvider(uuid)),
    inventories: await each(uuids, (uuid) => placement.inventories(uuid)),
    allocations: await each(uuids, (uuid) => placement.allocations(uuid)),
    consumer: await each(servers, ({ id }) => placement.consumerAllocations(id)),
    traits: await each(uuids, (uuid) => placement.traits(uuid)),
    usages: await each(uuids, (uuid) => placement.usages(uuid)),
    neutronPort: await neutron.ports({}),
    network: await neutron.networks(),
    image: await each(servers, async ({ image }) => (image ? glance.getImage(image.id) : null)),
  };
  return Object.fromEntries(Object.entries(read).map(([name, items]) => [name, fieldsOf(items)]));
}

function fieldsOf(items: readonly unknown[]): readonly string[] {
  const fields = new Set<string>();
  for (const item of items) {
    if (typeof item !== 'object' || item === null) continue;
    for (const [key, value] of Object.entries(item)) if (value !== undefined) fields.add(key);
  }
  return [...fields].sort();
}
