import type { Node } from '../openstack/ironic/schema.ts';
import { recognise } from './error-signature.ts';
import { plainErrorText } from './error-text.ts';
import type { Facts } from './facts.ts';
import { errorTexts, OPERATIONS } from './failed-operation.ts';
import { isFailed } from './provision-state.ts';
import { faultOf } from './scheduling-question.ts';

/** An error in somebody's words. */
export interface SaidText {
  readonly text: string;
  /** Where it was read: `node.last_error`, `history[...]`, `instance.fault.message`, `message`. */
  readonly source: string;
}

/**
 * Errors about the trouble that the subject is in now: of a failed node, of a failed server, and what was pasted. A
 * node that has not failed and a server that has not are asked for nothing more.
 */
export async function saidTexts(facts: Facts): Promise<readonly SaidText[]> {
  const { aspects } = facts.subject;
  const said: SaidText[] = [];
  if (aspects.includes('message'))
    said.push({ text: plainErrorText(await facts.message()).trim(), source: 'message' });
  if (aspects.includes('node')) {
    const node = await facts.maybe.node();
    const state = node?.provision_state;
    if (node && isFailed(state))
      said.push(...errorTexts(node, await facts.maybe.history(), OPERATIONS[state]).current);
  }
  if (facts.subject.kind === 'instance') {
    const server = await facts.instance();
    const fault = server?.status.toUpperCase() === 'ERROR' ? await faultOf(server, facts) : undefined;
    if (fault) said.push({ text: fault.message.trim(), source: fault.source });
  }
  return said;
}

/** Whether {@link saidTexts} can give any text about this node. */
export function saysMore(node: Node): boolean {
  return isFailed(node.provision_state);
}

/** The first of the texts that holds one of these wordings, with what it captured. */
export function saidAs(
  texts: readonly SaidText[],
  signature: string,
): (SaidText & { readonly captures: Readonly<Record<string, string>> }) | undefined {
  for (const one of texts) {
    const known = recognise(one.text).find((sign) => sign.signature.id === signature);
    if (known) return { ...one, captures: known.captures };
  }
  return undefined;
}
