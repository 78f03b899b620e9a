import { z } from 'zod';
import { nodesOrNone } from '../core/absence.ts';
import type { Refusal } from '../core/guards.ts';
import { targetNodeOf, word } from '../core/node-seen.ts';
import { nodeLabel } from '../core/node-words.ts';
import { isHold, isIng, isWait } from '../core/provision-state.ts';
import { uuid } from '../core/remediation-params.ts';
import { defineRemediation, type Seen } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { Server } from '../openstack/nova/schema.ts';

const STATUS = { active: 'ACTIVE', error: 'ERROR' } as const;

/** Changes what Nova writes of a server and nothing else (openstack/nova nova/api/openstack/compute/admin_actions.py). */
export default defineRemediation({
  id: 'reset-server-state',
  params: z.strictObject({ server: uuid, state: z.enum(['active', 'error']) }),
  target: ({ server }) => `server ${server.toLowerCase()}`,
  detail: ({ state }) => state,
  patience: 30,
  async judge({ server: id, state }, fresh) {
    const server = await fresh.server(id);
    if (!server)
      return { kind: 'refused', code: 'gone', words: 'Nova does not know this server any more. Look again.' };
    const nodes = await nodesOrNone(fresh, id);
    const [node] = nodes;
    const seen = seenOf(server, node);
    const about = { seen, ...(node && nodes.length === 1 ? { node: targetNodeOf(node) } : {}) };
    const refusal =
      wrongServer(server, state) ??
      (state === 'active' ? notRunning(nodes) : (atWork(nodes) ?? allIsWell(server, nodes)));
    if (refusal) return { kind: 'refused', ...refusal, ...about };
    return {
      kind: 'go',
      ...about,
      calls: [
        {
          service: 'nova',
          method: 'POST',
          path: `/servers/${id}/action`,
          body: { 'os-resetState': { state } },
        },
      ],
      watched: ['status', 'task_state', 'node', 'provision_state'],
      becomes: `${STATUS[state]} in Nova`,
      undo: `resetting it again, to ${word(server.status, 40)} where that is active or error`,
      beware: [
        "Only Nova's record changes: nothing is started, stopped or repaired.",
        ...(server['OS-EXT-STS:task_state']
          ? [
              `Nova is at ${word(server['OS-EXT-STS:task_state'], 40)}; if it still is, it will write over this.`,
            ]
          : []),
      ],
    };
  },
  async verify({ server: id, state }, fresh) {
    const server = await fresh.server(id);
    if (!server) return { kind: 'failed', seen: {}, words: 'Nova does not know this server any more.' };
    const seen = seenOf(server, undefined);
    return server.status === STATUS[state] && !server['OS-EXT-STS:task_state']
      ? { kind: 'done', seen, words: `Nova has the server as ${STATUS[state]}.` }
      : { kind: 'going', seen, words: `Nova has the server as ${word(server.status, 40)}.` };
  },
});

function seenOf(server: Server, node: Node | undefined): Seen {
  return {
    status: word(server.status, 40),
    task_state: word(server['OS-EXT-STS:task_state'], 40),
    vm_state: word(server['OS-EXT-STS:vm_state'], 40),
    host: word(server['OS-EXT-SRV-ATTR:host'], 80),
    updated: word(server.updated),
    ...(node
      ? { node: node.uuid, provision_state: node.provision_state, power_state: word(node.power_state, 40) }
      : {}),
  };
}

function wrongServer(server: Server, state: keyof typeof STATUS): Refusal | undefined {
  if (/DELETED$/.test(server.status))
    return { code: 'gone', words: 'The server is deleted; there is nothing to set right any more.' };
  if (server['OS-EXT-STS:task_state'] === 'deleting')
    return { code: 'in-use', words: 'The server is being deleted. See what holds that up instead.' };
  return server.status === STATUS[state] && !server['OS-EXT-STS:task_state']
    ? { code: 'already-so', words: `Nova has the server as ${server.status} already. Look again.` }
    : undefined;
}

/** Nova must not think of a machine as running that Ironic does not run. */
function notRunning(nodes: readonly Node[]): Refusal | undefined {
  const [node] = nodes;
  if (!node)
    return { code: 'no-node', words: 'No node of Ironic has this server on it, so it cannot be active.' };
  if (nodes.length > 1)
    return {
      code: 'two-nodes',
      words: `Ironic has it on ${nodes.length} nodes (${nodes.map((one) => word(nodeLabel(one), 60)).join(', ')}): clear that up first.`,
    };
  return node.provision_state === 'active'
    ? undefined
    : {
        code: 'not-running',
        words: `Its node ${word(nodeLabel(node), 80)} is ${node.provision_state}: make it run first.`,
      };
}

/** A record that is right is nobody's to spoil. */
function allIsWell(server: Server, nodes: readonly Node[]): Refusal | undefined {
  const idle = server.status === 'ACTIVE' && !server['OS-EXT-STS:task_state'];
  return idle && nodes.some(({ provision_state: state }) => state === 'active')
    ? { code: 'running', words: 'Its node runs it, and Nova is at nothing: there is nothing to set right.' }
    : undefined;
}

function atWork(nodes: readonly Node[]): Refusal | undefined {
  const busy = nodes.find(({ provision_state: state }) => isIng(state) || isWait(state) || isHold(state));
  return busy
    ? {
        code: 'at-work',
        words: `Its node ${word(nodeLabel(busy), 80)} is ${busy.provision_state}, and Nova may be waiting for that. End it there first.`,
      }
    : undefined;
}
