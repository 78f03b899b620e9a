import { isUuid } from '../lib/uuid.ts';

/** More would be a log of a fleet, and nobody asks about each. */
const MOST = 3;
/** What a person calls a node has a digit nearly always, and words after "node" rarely do. */
const NAMED =
  /\bnode[ :=]{1,3}["'`]?((?=[\w.-]*\d)[A-Za-z0-9][\w-]{0,80}(?:\.[\w-]{1,80}){0,6})["'`]?(?![\w/])/gi;

/**
 * Nodes that a pasted error speaks of, in Ironic's manner ("Node 1be26c0b-… is locked by host", "node bm-a05"), the
 * first ones first. A guess that is only offered: whatever is no node is not found in the cloud.
 */
export function nodesNamed(text: string): readonly string[] {
  const names = new Map<string, string>();
  for (const [, name = ''] of text.slice(0, 40_000).matchAll(NAMED)) {
    if (isNumber(name) || names.has(name.toLowerCase())) continue;
    names.set(name.toLowerCase(), isUuid(name) ? name.toLowerCase() : name);
    if (names.size >= MOST) break;
  }
  return [...names.values()];
}

/** "node 3 of 40", "node 2026-11-22". */
function isNumber(name: string): boolean {
  return !/[A-Za-z]/.test(name) || /^\d+(?:st|nd|rd|th|s|ms|h)$/i.test(name);
}
