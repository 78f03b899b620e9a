import { z } from 'zod';
import type { Sent } from '../../src/approvals/writer.ts';
import type { ApiCall } from '../../src/core/api-call.ts';
import { ServiceError } from '../../src/core/errors.ts';
import type { ActId, Fresh, Remediation } from '../../src/core/remediation-unit.ts';
import { type Node, NodeSchema } from '../../src/openstack/ironic/schema.ts';

/** Nodes are all that this cloud has; whoever asks for more asks in vain. */
export function freshOfNodes(now: Date, node: (uuid: string) => Promise<Node | null>): Fresh {
  const nothing = () =>
    Promise.reject(new ServiceError('not here', { code: 'not-found', service: 'ironic' }));
  return {
    now,
    node,
    ports: nothing,
    portgroups: nothing,
    nodesOf: nothing,
    portsByMac: nothing,
    portgroupsByMac: nothing,
    traits: nothing,
    conductors: nothing,
    driver: nothing,
    ironicVersion: nothing,
    server: nothing,
    roles: nothing,
    computeService: nothing,
    neutronPort: nothing,
    consumer: nothing,
    inventories: nothing,
  };
}

export function nodeOf(uuid: string, state: string, more: object = {}): Node {
  return NodeSchema.parse({
    uuid,
    name: `node-${uuid}`,
    provision_state: state,
    power_state: 'power on',
    ...more,
  });
}

/** `tag` makes each proposal one of its own, so that an effect tells whose it is. */
export const TaggedParams = z.strictObject({ node: z.string(), tag: z.string().exactOptional() });
export type Tagged = z.infer<typeof TaggedParams>;

interface Way {
  readonly id: ActId;
  readonly from: string;
  readonly to: string;
  readonly calls?: number;
  /** Seconds. */
  readonly patience?: number;
}

/** A remediation as simple as they get: a node goes from one state to another. */
export function unitOf({ id, from, to, calls = 1, patience = 120 }: Way): Remediation<Tagged> {
  return {
    id,
    params: TaggedParams,
    target: ({ node }) => `node ${node}`,
    patience,
    async judge({ node: uuid, tag }, fresh) {
      const node = await fresh.node(uuid);
      if (!node) return { kind: 'refused', code: 'gone', words: 'Ironic does not know this node any more.' };
      const seen = { provision_state: node.provision_state, power_state: node.power_state ?? '' };
      const { name = null, owner = null, resource_class = null, conductor_group = null } = node;
      const about = { seen, node: { uuid, name, owner, resource_class, conductor_group } };
      if (node.provision_state !== from) {
        const words = `It is \`${node.provision_state}\`, and ${id} leaves \`${from}\` only.`;
        return { kind: 'refused', code: 'illegal-state', words, ...about };
      }
      return {
        kind: 'go',
        ...about,
        calls: Array.from({ length: calls }, (_, at) => callOf(uuid, id, tag, at)),
        watched: ['provision_state', 'power_state'],
        becomes: `\`${to}\``,
        undo: 'nothing undoes it',
        beware: [],
      };
    },
    async verify({ node: uuid }, fresh) {
      const node = await fresh.node(uuid);
      if (!node) return { kind: 'failed', seen: {}, words: 'Ironic does not know this node any more.' };
      const state = node.provision_state;
      const seen = { provision_state: state };
      if (state === to) return { kind: 'done', seen, words: `It is \`${to}\`.` };
      if (state === 'error') return { kind: 'failed', seen, words: 'It is in `error`.' };
      return { kind: 'going', seen, words: `It is \`${state}\`.` };
    },
  };
}

function callOf(uuid: string, target: string, tag: string | undefined, at: number): ApiCall {
  const path = `/v1/nodes/${uuid}/states/provision`;
  return {
    service: 'ironic',
    method: 'PUT',
    path,
    body: { target, ...(tag === undefined ? {} : { tag }), call: at },
  };
}

export const UNITS = {
  /** Safe. */
  manage: unitOf({ id: 'manage', from: 'clean failed', to: 'manageable' }),
  /** Disruptive. */
  abort: unitOf({ id: 'abort', from: 'clean wait', to: 'clean failed' }),
  /** Disruptive, in two calls. */
  provide: unitOf({ id: 'provide', from: 'manageable', to: 'available', calls: 2 }),
  /** Disruptive, from the same state as `abort`. */
  unhold: unitOf({ id: 'unhold', from: 'clean wait', to: 'manageable' }),
  /** Destructive. */
  undeploy: unitOf({ id: 'undeploy', from: 'active', to: 'available' }),
} as const;

export const registry: ReadonlyMap<string, Remediation> = new Map(Object.entries(UNITS));

export const sentOf = (outcome: Sent['result']['outcome'], at: Date, more: Partial<Sent> = {}): Sent => ({
  result: {
    status: outcome === 'accepted' ? 202 : outcome === 'refused' ? 400 : undefined,
    request_id: outcome === 'unsure' ? undefined : 'req-1',
    at: at.toISOString(),
    outcome,
    words: outcome === 'accepted' ? '' : outcome === 'refused' ? 'Ironic refused it' : 'no answer came',
  },
  locked_by: undefined,
  passes: false,
  ...more,
});

/** A refusal that names the conductor which holds the node. */
export const lockedBy = (host: string, at: Date): Sent => {
  const { result } = sentOf('refused', at);
  return { result: { ...result, status: 409, words: `locked by ${host}` }, locked_by: host, passes: true };
};
