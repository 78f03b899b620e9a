import { nearest } from '../lib/nearest.ts';
import type { Silence, SilenceOf } from './alert-story.ts';
import { readArguments } from './arguments.ts';
import { CAUSES, type Cause, isCause } from './cause.ts';
import type { LookOutcome, Services } from './command.ts';
import { optionsOf } from './looked.ts';

export type SilenceTarget =
  | { readonly kind: 'target'; readonly of: SilenceOf }
  /** What is wrong with the words, for whoever typed them. */
  | { readonly kind: 'words'; readonly text: string };

/** There is nothing to silence about what is well. */
const SILENT: readonly Cause[] = ['healthy'];
const NAMES = Object.keys(CAUSES).filter((one) => !SILENT.includes(one as Cause));

const words = (text: string): SilenceTarget => ({ kind: 'words', text });

/**
 * The one node, or the cause, that is meant.
 * @throws UsageError for an unknown option or cloud
 */
export async function silenceTarget(
  typed: string,
  services: Services,
  signal: AbortSignal | undefined,
): Promise<SilenceTarget> {
  const { words: name, ...where } = readArguments(typed, services.clouds, 'silence node-17 for 2h');
  const cause = name.toLowerCase();
  if (isCause(cause) && !SILENT.includes(cause)) return { kind: 'target', of: { kind: 'cause', cause } };
  return ofNode(name, await services.look(name, optionsOf({ ...where, signal })));
}

function ofNode(name: string, outcome: LookOutcome): SilenceTarget {
  if (outcome.kind === 'refused') return words(outcome.message);
  if (outcome.kind === 'unresolved') {
    const { resolution, cloud } = outcome;
    if (resolution.kind === 'several') {
      const could = resolution.choices.slice(0, 4).map(({ kind, label, id }) => `${kind} ${label} (${id})`);
      return words(`\`${name}\` could be ${could.join(', ')}. Name one node by its UUID.`);
    }
    const [gap] = resolution.unreadable;
    if (gap !== undefined)
      return words(`Cannot tell what \`${name}\` is in cloud ${cloud}: ${gap}. Nothing is silenced.`);
    const near = [...resolution.nearest.slice(0, 3), ...nearest(name, NAMES, 2)].map((one) => `\`${one}\``);
    const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
    return words(`There is no node \`${name}\` in cloud ${cloud}, and no such cause.${meant}`);
  }
  const { kind, cloud, node_uuid: uuid, name: called } = outcome.subject;
  if (uuid === undefined || kind === 'instance' || kind === 'flavor') {
    return words(
      `\`${name}\` is no node, but ${kind === 'instance' ? 'an' : 'a'} ${kind}. Nodes and causes can be silenced.`,
    );
  }
  return { kind: 'target', of: { kind: 'node', cloud, uuid, name: called } };
}

/** Which of the silences that hold the words mean: a node may be gone from the cloud by now. */
export function silencesNamed(typed: string, all: readonly Silence[]): readonly SilenceOf[] {
  const name = typed.trim().toLowerCase();
  const found = all.map(({ of }) => of).filter((of) => namesOf(of).includes(name));
  return [...new Map(found.map((of) => [keyOf(of), of])).values()];
}

function namesOf(of: SilenceOf): readonly string[] {
  return of.kind === 'cause' ? [of.cause] : [of.name.toLowerCase(), of.uuid.toLowerCase()];
}

function keyOf(of: SilenceOf): string {
  return of.kind === 'cause' ? of.cause : `${of.cloud} ${of.uuid}`;
}
