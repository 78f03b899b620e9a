import type { Node } from '../openstack/ironic/schema.ts';
import { deadHolder, heldByPerson, type Refusal } from './guards.ts';
import { seenOf, targetNodeOf, watchedOf } from './node-seen.ts';
import type { Fresh, Go, Judgement, Progress, Seen } from './remediation-unit.ts';

/** What a remediation would do to a node; `seen` and `watched` are what it depends on beyond what every node shows. */
export type Plan = Pick<Go, 'calls' | 'becomes' | 'undo'> &
  Partial<Pick<Go, 'beware' | 'risk' | 'seen' | 'watched'>>;

export interface Rules {
  /** It changes nothing that a person's maintenance protects. */
  readonly evenIfHeld?: true;
  /** It only waits, so that nothing that changes meanwhile can be in its way. */
  readonly watchesNothing?: true;
}

const GONE = {
  code: 'gone',
  words: 'Ironic does not know this node any more. Look again.',
} satisfies Refusal;

/**
 * Judges a node by the rules that hold for everything that is done to one, and then by the remediation's own. Conductors
 * are read only where somebody holds the lock.
 */
export async function judgeNode(
  uuid: string,
  fresh: Fresh,
  own: (node: Node) => Plan | Refusal | Promise<Plan | Refusal>,
  rules: Rules = {},
): Promise<Judgement> {
  const node = await fresh.node(uuid);
  if (!node) return { kind: 'refused', ...GONE };
  const about = { seen: seenOf(node), node: targetNodeOf(node) };
  const held =
    (rules.evenIfHeld ? undefined : heldByPerson(node)) ??
    (node.reservation ? deadHolder(node, await fresh.conductors()) : undefined);
  if (held) return { kind: 'refused', ...held, ...about };
  const answer = await own(node);
  if ('code' in answer) return { kind: 'refused', code: answer.code, words: answer.words, ...about };
  const { seen, watched, beware = [], ...plan } = answer;
  return {
    kind: 'go',
    ...plan,
    beware,
    seen: { ...about.seen, ...seen },
    watched: rules.watchesNothing ? [] : watchedOf(node, watched),
    node: about.node,
  };
}

/** How far a node is; one that is gone meanwhile can come to nothing any more. */
export async function followNode(
  uuid: string,
  fresh: Fresh,
  judge: (node: Node) => Omit<Progress, 'seen'> & { readonly seen?: Seen },
): Promise<Progress> {
  const node = await fresh.node(uuid);
  if (!node) return { kind: 'failed', seen: {}, words: 'Ironic does not know this node any more.' };
  const { seen, ...progress } = judge(node);
  return { ...progress, seen: seenOf(node, seen) };
}
