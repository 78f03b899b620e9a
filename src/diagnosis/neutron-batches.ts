import type { Port, Portgroup } from '../openstack/ironic/schema.ts';
import type { NeutronClient } from '../openstack/neutron/client.ts';
import type { NeutronPort } from '../openstack/neutron/schema.ts';
import type { ReadOptions } from '../openstack/wire.ts';
import { vifsOf } from './gather-facts.ts';

/** Addresses and ids in one request; its URL stays well below the 8 kB that servers take. */
const IN_ONE_REQUEST = 80;

interface Waiting {
  readonly macs: readonly string[];
  readonly ids: readonly string[];
  readonly tell: PromiseWithResolvers<readonly NeutronPort[]>;
}

/** Neutron's ports for many nodes with one list each for dozens of them: whoever asks within one turn is put together. */
export function createNeutronBatches(neutron: NeutronClient, options: ReadOptions) {
  let waiting: Waiting[] = [];

  async function ask(batch: readonly Waiting[]): Promise<void> {
    const unique = (pick: (one: Waiting) => readonly string[]) => [...new Set(batch.flatMap(pick))];
    const [macs, ids] = [unique((one) => one.macs), unique((one) => one.ids)];
    try {
      const found = await Promise.all([
        ...chunks(macs).map((mac_address) => neutron.ports({ mac_address }, options)),
        ...chunks(ids).map((id) => neutron.ports({ id }, options)),
      ]);
      const ports = [...new Map(found.flat().map((port) => [port.id, port])).values()];
      const byMac = Map.groupBy(ports, ({ mac_address }) => (mac_address ?? '').toLowerCase());
      const byId = new Map(ports.map((port) => [port.id, port]));
      for (const one of batch) {
        const own = [
          ...one.macs.flatMap((mac) => byMac.get(mac.toLowerCase()) ?? []),
          ...one.ids.flatMap((id) => byId.get(id) ?? []),
        ];
        one.tell.resolve([...new Set(own)]);
      }
    } catch (error) {
      for (const one of batch) one.tell.reject(error);
    }
  }

  return {
    /** Neutron's ports with the addresses of these ports, and those that Ironic has recorded on them and on the groups. */
    of(ports: readonly Port[], groups: readonly Portgroup[]): Promise<readonly NeutronPort[]> {
      const macs = [...new Set(ports.map((port) => port.address))];
      const ids = [...new Set([...ports, ...groups].flatMap((one) => vifsOf(one.internal_info)))];
      if (macs.length + ids.length === 0) return Promise.resolve([]);
      if (waiting.length === 0)
        setImmediate(() => {
          const batch = waiting;
          waiting = [];
          void ask(batch);
        });
      const tell = Promise.withResolvers<readonly NeutronPort[]>();
      waiting.push({ macs, ids, tell });
      return tell.promise;
    },
  };
}

function chunks(words: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(words.length / IN_ONE_REQUEST) }, (_, n) =>
    words.slice(n * IN_ONE_REQUEST, (n + 1) * IN_ONE_REQUEST),
  );
}
