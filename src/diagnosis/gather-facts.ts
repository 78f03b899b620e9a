import { type FactName, type FactReader, FactUnread, type FactValues } from '../core/facts.ts';
import { demandOf } from '../core/flavor-demand.ts';
import { groupsOf, tenantVif } from '../core/recorded-vifs.ts';
import type { Subject } from '../core/subject.ts';
import { createMemo } from '../lib/memo.ts';
import { isUuid } from '../lib/uuid.ts';
import type { LogReader } from '../logs/log-source.ts';
import type { RamdiskLogReader } from '../logs/ramdisk/ramdisk-log.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Flavor, Server } from '../openstack/nova/schema.ts';
import { logQueryFor } from './log-window.ts';
import type { Reads } from './reads.ts';
import { readingOf } from './unread.ts';

const MAX_PEERS = 10_000;
const NO_LOGS = 'no log source is configured';
export const OWN_NODES_ONLY =
  'Ironic shows this credential only the nodes of its own project; a reader in system scope, or an administrator, sees all';

/**
 * What playbooks compare of other nodes; a detailed list of a big fleet would be megabytes. Ironic refuses
 * `created_at` and `updated_at` here with 400, and `conductor` with 500.
 */
export const PEER_FIELDS = [
  'uuid',
  'name',
  'provision_state',
  'target_provision_state',
  'provision_updated_at',
  'power_state',
  'maintenance',
  'maintenance_reason',
  'fault',
  'last_error',
  'reservation',
  'conductor_group',
  'instance_uuid',
  'resource_class',
  'traits',
  'properties',
  'retired',
  'protected',
  'owner',
  'lessee',
  'driver',
  'driver_info',
  'driver_internal_info',
  'network_interface',
  'deploy_interface',
  'boot_interface',
  'power_interface',
  'management_interface',
] as const;

/** Where lines and tarballs of one cloud are kept; absent where nothing is configured. */
export interface CloudLogs {
  readonly lines?: LogReader | undefined;
  readonly ramdisk?: RamdiskLogReader | undefined;
}

/**
 * The live source of facts. Every fact is one or two reads that depend on the node, the instance or the flavor and
 * on nothing further, so that the longest chain stays short.
 */
export function gatherFacts(subject: Subject, reads: Reads, logs: CloudLogs, now: Date): FactReader {
  const { cloud, options } = reads;
  const signal = options.signal ?? new AbortController().signal;
  const memo = createMemo<unknown>();

  const node = (): Promise<Node | null> =>
    memo.get('node', async () => {
      if (subject.node_uuid) return reads.node(subject.node_uuid);
      return subject.instance_uuid ? reads.nodeOfInstance(subject.instance_uuid) : null;
    });
  const uuid = async (fact: FactName): Promise<string> => {
    // The UUID is in the subject, so facts beside the node need not wait for it.
    if (subject.node_uuid && isUuid(subject.node_uuid)) return subject.node_uuid;
    const found = await node();
    if (!found) throw new FactUnread(fact, 'not-read', 'no node belongs to it');
    return found.uuid;
  };
  const instance = (): Promise<Server | null> =>
    memo.get('instance', async () => {
      const id = subject.instance_uuid ?? (await node())?.instance_uuid;
      return id ? reads.server(id) : null;
    });
  const flavor = (): Promise<Flavor | null> =>
    memo.get('flavor', async () => {
      if (subject.kind === 'flavor' && subject.flavor) return reads.flavor(subject.flavor);
      const remembered = (await instance())?.flavor;
      const name = remembered?.original_name;
      if (remembered && name && remembered.extra_specs) return { ...remembered, id: name, name };
      return remembered?.id ? reads.flavor(remembered.id) : null;
    });
  const ports = () =>
    memo.get('ports', async () => cloud.ironic.ports({ node: await uuid('ports') }, options));
  const portgroups = () =>
    memo.get('portgroups', async () => cloud.ironic.portgroups(await uuid('portgroups'), options));

  const actions = () =>
    memo.get('actions', async () => {
      const server = await instance();
      return server ? ((await cloud.nova.instanceActions(server.id, options)) ?? []) : [];
    });

  const networks = () => memo.get('networks', () => cloud.neutron.networks({}, options));

  const read: { [K in FactName]?: () => Promise<FactValues[K]> } = {
    node,
    instance,
    flavor,
    ports,
    portgroups,
    validation: async () => cloud.ironic.validate(await uuid('validation'), options),
    history: async () => cloud.ironic.history(await uuid('history'), options),
    drivers: () => cloud.ironic.drivers(options),
    conductors: () => reads.conductors(),
    volume_targets: async () => cloud.ironic.volumeTargets(await uuid('volume_targets'), options),
    inventory: async () => cloud.ironic.inventory(await uuid('inventory'), options),
    firmware: async () => cloud.ironic.firmware(await uuid('firmware'), options),
    peer_ports: () => cloud.ironic.portsOfAll(options),

    async nodes() {
      // Ironic writes the class as its operator typed it and the flavor in Nova's spelling, so only a node can be the
      // filter; where there is none, all nodes are read and the playbook compares.
      const own = subject.aspects.includes('node') ? (await node())?.resource_class : undefined;
      const filter = own ? { resource_class: own } : {};
      // Whether the list is whole may depend on it, and then it is not waited for.
      void reads.conductors().catch(() => undefined);
      const { items, truncated } = await cloud.ironic.collectNodes(
        { ...filter, fields: PEER_FIELDS, cap: MAX_PEERS },
        options,
      );
      // Counting what is a part only would tell of nodes that are missing where there are plenty.
      if (truncated)
        throw new FactUnread('nodes', 'unsupported', `more than ${MAX_PEERS} nodes; they were not all read`);
      if (await reads.showsOwnOnly(items)) throw new FactUnread('nodes', 'denied', OWN_NODES_ONLY);
      return items;
    },

    instance_actions: actions,
    compute_services: () => cloud.nova.services({ binary: 'nova-compute' }, options),
    async hypervisors() {
      if (!subject.aspects.includes('node')) return cloud.nova.hypervisors(options);
      // Nova lists all of them slowly.
      return cloud.nova.findHypervisors(await uuid('hypervisors'), options);
    },

    resource_provider: async () => cloud.placement.getProvider(await uuid('resource_provider'), options),
    inventories: async () => cloud.placement.inventories(await uuid('inventories'), options),
    allocations: async () => cloud.placement.allocations(await uuid('allocations'), options),
    traits: async () => (await cloud.placement.traits(await uuid('traits'), options))?.traits ?? [],

    async allocation_candidates() {
      const wanted = await flavor();
      if (!wanted)
        throw new FactUnread('allocation_candidates', 'not-read', 'no flavor says what to ask Placement for');
      const demand = demandOf(wanted);
      const resources = { ...demand?.classes, ...demand?.virtual };
      if (!demand || Object.keys(resources).length === 0) {
        throw new FactUnread(
          'allocation_candidates',
          'not-read',
          `flavor ${wanted.name} asks Placement for nothing`,
        );
      }
      const { required, forbidden } = demand;
      return cloud.placement.candidates({ resources, required, forbidden }, options);
    },

    async neutron_ports() {
      if (subject.kind === 'mac' && subject.mac)
        return cloud.neutron.ports({ mac_address: subject.mac }, options);
      const own = await ports();
      const macs = [...new Set(own.map((port) => port.address))];
      const recorded = async () => {
        // Where the groups cannot be read, nobody hears of their VIFs, so that none is missed here.
        const groups = await groupsOf(own, portgroups).catch(() => []);
        // Whether Neutron shows everybody's ports may depend on them, and with groups the way there is long as it is.
        if (groups.some((group) => tenantVif(group))) void networks().catch(() => undefined);
        const id = [...new Set([...own, ...groups].flatMap((one) => vifsOf(one.internal_info)))];
        return id.length > 0 ? cloud.neutron.ports({ id }, options) : [];
      };
      const [byMac, byId] = await Promise.all([
        macs.length > 0 ? cloud.neutron.ports({ mac_address: macs }, options) : [],
        recorded(),
      ]);
      return [...new Map([...byMac, ...byId].map((port) => [port.id, port])).values()];
    },
    networks,

    async image() {
      const own = glanceId((await node())?.instance_info?.['image_source']);
      const booted = own ? undefined : (await instance())?.image;
      const id = own ?? (booted === '' ? undefined : booted?.id);
      return id ? cloud.glance.getImage(id, options) : null;
    },

    async logs() {
      if (!logs.lines) throw new FactUnread('logs', 'not-read', NO_LOGS);
      const [about, server] = await Promise.all([node(), instance().catch(() => null)]);
      // Nova's own lines name its requests; without them the instance's UUID has to do.
      const requests = server ? await actions().catch(() => []) : [];
      const query = logQueryFor({ node: about, instance: server, actions: requests, now });
      if (!query) throw new FactUnread('logs', 'not-read', 'nothing names what to look for in the logs');
      return logs.lines({ ...query, signal });
    },
    async ramdisk_logs() {
      if (!logs.ramdisk) {
        // Where there are no logs of any kind, one line about it is enough.
        const words = logs.lines
          ? 'no place of deploy-ramdisk logs is configured (ramdisk_logs in ironic-oncall.yml)'
          : NO_LOGS;
        throw new FactUnread('ramdisk_logs', 'not-read', words);
      }
      return logs.ramdisk(await uuid('ramdisk_logs'), signal);
    },
  };

  return Object.fromEntries(
    (Object.entries(read) as [FactName, () => Promise<unknown>][]).map(([name, one]) => [
      name,
      () => readingOf(name, one),
    ]),
  ) as FactReader;
}

/** Ids of the Neutron ports that Ironic has recorded on one of its own ports or port groups. */
export function vifsOf(
  internal_info: Readonly<Record<string, unknown>> | null | undefined,
): readonly string[] {
  return Object.entries(internal_info ?? {}).flatMap(([key, value]) =>
    key.endsWith('_vif_port_id') && typeof value === 'string' ? [value] : [],
  );
}

/** `instance_info.image_source` is a Glance id, `glance://id`, or a URL that is none of Glance's. */
export function glanceId(source: unknown): string | undefined {
  const id = typeof source === 'string' ? source.replace(/^glance:\/\//, '') : '';
  return isUuid(id) ? id : undefined;
}
