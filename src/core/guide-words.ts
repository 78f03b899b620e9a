import type { Procedure } from './procedure.ts';
import { findProcedure, PROCEDURES } from './procedures/index.ts';

/** What follows `/ironic guide`: a topic, and perhaps the node that it is about. */
export interface GuideWords {
  readonly topic: string;
  readonly node?: string;
}

/**
 * Takes `port-fast node-17` and `spanning tree node-17` apart. The last word is a node where it has a digit and is no
 * topic's own word (`802.3ad`), or where what stands before it is a whole topic: a topic's very id needs no more proof,
 * other words do where the last may still belong to them.
 */
export function guideWords(words: string): GuideWords {
  const asked = words.trim().split(/\s+/);
  const [topic, last] = [asked.slice(0, -1).join(' '), asked.at(-1) ?? ''];
  if (!topic || isTopic(words) || isTopic(last)) return { topic: asked.join(' ') };
  const named =
    /\d/.test(last) ||
    procedureById(topic.toLowerCase()) !== undefined ||
    (isTopic(topic) && findProcedure(last).kind === 'none');
  // "on node-17", "for node node-17": the word before it belongs to it.
  return named
    ? { topic: topic.replace(/(?: (?:on|for|of|at))?(?: node)?$/i, '') || topic, node: last }
    : { topic: asked.join(' ') };
}

/** A topic's id or one of its words, as a whole. */
function isTopic(words: string): boolean {
  const asked = plain(words);
  return PROCEDURES.some((one) => [one.id, ...one.words].some((own) => plain(own) === asked));
}

const plain = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[\s-]+/g, ' ')
    .trim();

export function procedureById(id: string): Procedure | undefined {
  return PROCEDURES.find((one) => one.id === id);
}
