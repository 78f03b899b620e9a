import { deadHolder } from '../core/guards.ts';
import { judgeNode } from '../core/node-judgement.ts';
import { seenOf, word } from '../core/node-seen.ts';
import { stateWords } from '../core/provision-progress.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation } from '../core/remediation-unit.ts';

/** Waits until the lock of a node is free, and says meanwhile who has it. Nothing is sent. */
export default defineRemediation({
  id: 'retry-later',
  params: nodeParams,
  target: nodeTarget,
  patience: 600,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(
      uuid,
      fresh,
      (node) => {
        if (!node.reservation)
          return { code: 'already-so', words: 'The lock is free. Try again what was refused.' };
        return {
          calls: [],
          becomes: `free of the lock of ${word(node.reservation, 80)}`,
          undo: 'nothing is changed',
          beware: [],
        };
      },
      { evenIfHeld: true, watchesNothing: true },
    ),
  async verify({ node: uuid }, fresh) {
    const node = await fresh.node(uuid);
    if (!node) return { kind: 'failed', seen: {}, words: 'Ironic does not know this node any more.' };
    const seen = seenOf(node);
    if (!node.reservation)
      return { kind: 'done', seen, words: 'The lock is free. Try again what was refused.' };
    const dead = deadHolder(node, await fresh.conductors());
    if (dead) return { kind: 'failed', seen, words: dead.words };
    return {
      kind: 'going',
      seen,
      words: `Locked by ${word(node.reservation, 80)}: ${stateWords(node, fresh.now)}.`,
    };
  },
});
