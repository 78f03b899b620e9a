import { expect } from 'vitest';
import { withoutIds } from '../../src/lib/uuid.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import type { Node } from '../../src/openstack/ironic/schema.ts';
import type { WriteCall, WriteResult, Writer } from '../../src/openstack/writer.ts';

/** A cloud to change: the simulated one, or a real one in which everything touched was made for this. */
export interface WriteBench {
  readonly cloud: Cloud;
  readonly writer: Writer;
  /** Of somebody who may change nothing. */
  readonly onlooker: Writer;
  /** In `enroll`, with the network interface `noop` and no automated cleaning. `waits`: its cleaning never ends. */
  node(kind?: { readonly waits?: boolean }): Promise<string>;
  /** Unbound, on any network. */
  port(): Promise<string>;
  /** Has one free unit of a class. */
  provider(): Promise<{ readonly uuid: string; readonly resource_class: string }>;
  /** In ERROR, since nothing could take it. */
  server(): Promise<string>;
  /** A little while. */
  pass(): Promise<void>;
  close(): Promise<void>;
}

export const NOBODY = '00000000-0000-4000-8000-000000000000';

/** What was said, with `#` for each id and number, so that two clouds can say the same. */
export const said = ({ status, words }: WriteResult): string => `${status} ${withoutIds(words)}`;
export const ironicSays = (words: string, status = 400): string =>
  `${status} Ironic refused it (HTTP #): ${words}`;

/** The deeds of which the contract is made; `bench` is there once the tests run. */
export function createDeeds(bench: () => WriteBench) {
  const send = (service: WriteCall['service'], method: WriteCall['method'], path: string, body?: unknown) =>
    bench().writer.send({ service, method, path, body });
  const provision = (node: string, target: string, more: object = {}) =>
    send('ironic', 'PUT', `/v1/nodes/${node}/states/provision`, { target, ...more });
  const patch = (node: string, ...changes: readonly object[]) =>
    send('ironic', 'PATCH', `/v1/nodes/${node}`, changes);
  const read = async (uuid: string): Promise<Node> => {
    const node = await bench().cloud.ironic.getNode(uuid);
    if (!node) throw new Error(`${uuid} is gone`);
    return node;
  };
  /** The verb is accepted, and what it leads to comes true. */
  async function brought(uuid: string, target: string, to: string, more: object = {}): Promise<Node> {
    expect(await provision(uuid, target, more)).toMatchObject({
      status: 202,
      outcome: 'accepted',
      words: '',
    });
    return settled(uuid, (node) => node.provision_state === to && !node.reservation);
  }
  async function settled(uuid: string, is: (node: Node) => boolean): Promise<Node> {
    for (let tries = 0; tries < 120; tries += 1) {
      const node = await read(uuid);
      if (is(node)) return node;
      await bench().pass();
    }
    throw new Error(`never: ${JSON.stringify(await read(uuid))}`);
  }
  return { bench, send, provision, patch, read, brought, settled };
}
export type Deeds = ReturnType<typeof createDeeds>;
