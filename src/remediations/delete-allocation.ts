import { z } from 'zod';
import { nodesOrNone, serverOrGone } from '../core/absence.ts';
import type { ApiCall } from '../core/api-call.ts';
import { targetNodeOf, word } from '../core/node-seen.ts';
import { nodeLabel } from '../core/node-words.ts';
import { uuid } from '../core/remediation-params.ts';
import { defineRemediation, type Seen } from '../core/remediation-unit.ts';
import type { ConsumerAllocations } from '../openstack/placement/schema.ts';

/**
 * Takes from a consumer that does not exist any more what it holds of one provider. By PUT with the consumer's generation,
 * so that Placement refuses it where anybody has written since it was read (openstack/placement
 * placement/handlers/allocation.py; 1.28, and `consumer_type` since 1.38); DELETE would ask nobody.
 */
export default defineRemediation({
  id: 'delete-allocation',
  params: z.strictObject({ consumer: uuid, resource_provider: uuid }),
  target: ({ consumer }) => `consumer ${consumer.toLowerCase()}`,
  detail: ({ consumer }) => consumer,
  patience: 30,
  async judge({ consumer, resource_provider: provider }, fresh) {
    const held = await fresh.consumer(consumer);
    const node = await fresh.node(provider);
    const about = {
      ...(held ? { seen: seenOf(held, provider) } : {}),
      ...(node ? { node: targetNodeOf(node) } : {}),
    };
    const refused = (code: string, words: string) => ({ kind: 'refused', code, words, ...about }) as const;
    if (!held?.allocations[provider])
      return refused('gone', 'Placement shows nothing that this consumer holds of the node. Look again.');
    if (held.consumer_type && !/^(?:INSTANCE|unknown)$/i.test(held.consumer_type))
      return refused('in-use', `The consumer is a ${word(held.consumer_type, 40)}, and not an instance.`);
    const call = callOf(consumer, provider, held);
    if (!call)
      return refused(
        'version-too-old',
        'This Placement tells no generation of the consumer (1.28), so nobody can tell whether somebody else writes to it.',
      );
    const server = await serverOrGone(fresh, consumer);
    if (server)
      return refused(
        'instance-present',
        `Instance ${word(server.name, 80) || consumer} exists (${word(server.status, 40)}): delete it in Nova, and its allocation goes with it.`,
      );
    const [holder] = await nodesOrNone(fresh, consumer);
    if (holder)
      return refused(
        'instance-present',
        `Ironic has this instance on node ${word(nodeLabel(holder), 80)}: clear that up first.`,
      );
    return {
      kind: 'go',
      seen: seenOf(held, provider),
      ...(node ? { node: targetNodeOf(node) } : {}),
      calls: [call],
      watched: ['generation', 'resources', 'others'],
      becomes: 'free in Placement of what the consumer held',
      undo: 'nothing undoes it',
      beware: [
        'Nova knows no such server and Ironic no such instance; whatever else may be using Placement, ask whoever runs it.',
      ],
    };
  },
  async verify({ consumer, resource_provider: provider }, fresh) {
    const held = await fresh.consumer(consumer);
    const seen = held ? seenOf(held, provider) : {};
    return held?.allocations[provider]
      ? { kind: 'going', seen, words: `It still holds ${seen['resources'] || 'something'}.` }
      : { kind: 'done', seen, words: 'The consumer holds nothing of the node any more.' };
  },
});

function seenOf(held: ConsumerAllocations, provider: string): Seen {
  const { resources = {} } = held.allocations[provider] ?? {};
  return {
    generation: String(held.consumer_generation ?? ''),
    resources: word(
      Object.entries(resources)
        .map(([name, amount]) => `${name} ${amount}`)
        .join(', '),
    ),
    others: String(Object.keys(held.allocations).filter((other) => other !== provider).length),
    consumer_type: word(held.consumer_type, 40),
    project_id: word(held.project_id, 40),
  };
}

function callOf(consumer: string, provider: string, held: ConsumerAllocations): ApiCall | undefined {
  const { consumer_generation, consumer_type, project_id, user_id, allocations } = held;
  if (typeof consumer_generation !== 'number' || !project_id || !user_id) return undefined;
  const left = Object.entries(allocations).filter(([other]) => other !== provider);
  return {
    service: 'placement',
    method: 'PUT',
    path: `/allocations/${consumer}`,
    body: {
      allocations: Object.fromEntries(left.map(([other, { resources }]) => [other, { resources }])),
      project_id,
      user_id,
      consumer_generation,
      // What Nova wrote has no type; it reads as `unknown`, which is refused when it is written back.
      ...(consumer_type ? { consumer_type: 'INSTANCE' } : {}),
    },
    needs: consumer_type ? '1.38' : '1.28',
  };
}
