import { formatDuration, secondsSince } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/** What to type for this node on a command line: its name where that is one plain word, else its UUID. */
export function typedName(node: Node): string {
  const name = node.name ?? '';
  return /^[A-Za-z0-9][\w.~-]{0,254}$/.test(name) ? name : typedUuid(node);
}

/** The same where only the UUID will do, such as in a log or in Placement; a snapshot may hold anything there. */
export function typedUuid(node: Pick<Node, 'uuid'> | undefined): string {
  return typedWord(node?.uuid, 'node');
}

/** A flavor by its name where that is one plain word, else by its id, which the same commands take. */
export function typedFlavor({ name, id }: { readonly name: string; readonly id: string }): string {
  const typed = typedWord(name, 'flavor');
  return typed === name ? typed : typedWord(id, 'flavor');
}

/** What to type for a word from outside; nothing that a shell would read as more than one word gets through. */
export function typedWord(word: string | null | undefined, placeholder: string): string {
  return word && /^[A-Za-z0-9][\w.:~-]{0,254}$/.test(word) ? word : `<${placeholder}>`;
}

/** A switch's name for its port, `Ethernet1/7`: a shell takes the slash for what it is. */
export function typedSwitchPort(word: string | null | undefined, placeholder: string): string {
  return word && /^[A-Za-z0-9][\w.:/-]{0,99}$/.test(word) ? word : `<${placeholder}>`;
}

/** What an engineer calls the node; for sentences, never for commands. */
export function nodeLabel(node: Pick<Node, 'name' | 'uuid'>): string {
  return node.name ?? node.uuid;
}

/** Seconds for which the provision state has been what it is; undefined when Ironic does not say. */
export function secondsInState(node: Node, now: Date): number | undefined {
  return secondsSince(node.provision_updated_at, now);
}

/** "12 min", or "an unknown time" for a node that does not tell. */
export function forHowLong(seconds: number | undefined): string {
  return seconds === undefined ? 'an unknown time' : formatDuration(seconds);
}
