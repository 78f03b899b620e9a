import { remember } from '../lib/remember.ts';
import type { Cause } from './cause.ts';
import { plainErrorText, recordsIn } from './error-text.ts';
import type { GuideSection } from './guide.ts';
import { SIGNATURES } from './signatures/index.ts';

/** The operation that a wrapper names: "Failed to prepare to deploy" says deploy, whatever is inside. */
export type Phase =
  | 'deploy'
  | 'clean'
  | 'inspect'
  | 'rescue'
  | 'unrescue'
  | 'service'
  | 'verify'
  | 'adopt'
  | 'tear-down'
  | 'power'
  | 'schedule'
  | 'api';

/**
 * One error wording of Ironic, its agent or Nova, recognised by structure rather than by whole sentences: releases
 * reword, databases cut, log shippers wrap.
 */
export interface ErrorSignature {
  /** Stable, e.g. `agent-image-checksum`. */
  readonly id: string;
  /** Matched against `plainErrorText`: one line, single spaces, straight quotes. Named groups become captures. */
  readonly pattern: RegExp;
  /**
   * `inner` says why; `wrapper` only where. Wrappers nest and count only where nothing inner is known.
   */
  readonly depth: 'inner' | 'wrapper';
  /**
   * An inner wording that is true and vague ("IPMI call failed"): any other inner wording in the text knows better,
   * wherever it stands.
   */
  readonly yields?: true;
  /** What it is a sign of. `insufficient-evidence` where the wording by itself does not tell. */
  readonly cause: Cause;
  readonly phase?: Phase;
  /**
   * `proves`: the wording can hardly mean anything else. `supports`: it has other readings.
   */
  readonly bearing: 'proves' | 'supports';
  /** In plain words, e.g. "the agent's download of the image failed its checksum". */
  readonly says: string;
  /** Further causes that the same wording is known to have; the first is the likelier. */
  readonly also?: readonly Cause[];
  /** What a person should look at next, when the wording tells. */
  readonly next?: string;
  /** The section about this very wording, where it is another one than that of its cause. */
  readonly guide?: GuideSection;
  /** Has to be somewhere in the text, or in its own log entry, too: one token is not a cause, its company is. */
  readonly within?: RegExp;
  /** Refuses a match that looks alike: gets the same text as `within`. */
  readonly unless?: RegExp;
}

export interface Recognition {
  readonly signature: ErrorSignature;
  /** The part of the text that matched. */
  readonly excerpt: string;
  readonly captures: Readonly<Record<string, string>>;
  /** Offset in the plain text; deeper wording stands further right. */
  readonly index: number;
}

/** `0`: says why; `1`: true and vague; `2`: says only where; `3`: nothing known. */
export function depthOf(recognition: Recognition | undefined): 0 | 1 | 2 | 3 {
  if (!recognition) return 3;
  if (recognition.signature.depth === 'wrapper') return 2;
  return recognition.signature.yields ? 1 : 0;
}

/** Every occurrence counts, since a pasted traceback says the same thing at several depths; the last is the deepest. */
const SEARCHES = SIGNATURES.map((signature) => ({
  signature,
  everywhere: new RegExp(signature.pattern.source, `${signature.pattern.flags.replaceAll('g', '')}g`),
}));

/** Found in an entry that its writer did not call an error. */
interface Placed extends Recognition {
  readonly lesser: boolean;
}

/**
 * All known wordings in `text`, innermost first: inner ones before vague ones before wrappers, and among equals what
 * stands further right first, since wrappers are put in front. In a paste of several log entries each speaks for
 * itself, so that a harmless line neither silences another nor lends it its company; what was said at ERROR goes
 * before what was said below it. Only where no entry alone says why are they read as one text. Many playbooks ask about the
 * same text, so the last answers are remembered.
 */
export const recognise = remember(recogniseAfresh, { most: 500, longest: 20_000 });

function recogniseAfresh(text: string): readonly Recognition[] {
  const plain = plainErrorText(text);
  const records = recordsIn(plain);
  const entries =
    records.length < 2
      ? []
      : records.flatMap(({ text: entry, at, lesser }) =>
          recogniseOne(entry).map((one): Placed => ({ ...one, index: one.index + at, lesser })),
        );
  const passing = lockPasses(entries);
  const alone = entries.filter((one) => !passing(one)).sort(nearestFirst);
  if (alone[0] && tellsWhy(alone[0])) return firstOfEach(alone);
  const together = recogniseOne(plain)
    .map((one): Placed => ({ ...one, lesser: false }))
    .filter((one) => !passing(one))
    .sort(nearestFirst);
  const better = alone[0] && (!together[0] || depthOf(alone[0]) < depthOf(together[0])) ? alone : together;
  return firstOfEach(better);
}

/** Whoever only warns of a lock tries again: beside an error, even a vague one, it is what went on at the same time. */
function lockPasses(entries: readonly Placed[]): (one: Placed) => boolean {
  const failed = entries.filter((one) => !one.lesser);
  const vague = failed.some((one) => depthOf(one) === 1) && !failed.some((one) => depthOf(one) === 0);
  return (one) => vague && one.signature.cause === 'node-locked' && !one.signature.yields;
}

function tellsWhy(one: Recognition): boolean {
  return depthOf(one) === 0 && one.signature.cause !== 'insufficient-evidence';
}

function nearestFirst(a: Placed, b: Placed): number {
  return (
    depthOf(a) - depthOf(b) ||
    Number(a.lesser) - Number(b.lesser) ||
    b.index - a.index ||
    b.excerpt.length - a.excerpt.length
  );
}

function firstOfEach(sorted: readonly Placed[]): readonly Recognition[] {
  const seen = new Set<string>();
  return sorted.flatMap(({ lesser: _, ...one }) => {
    if (seen.has(one.signature.id)) return [];
    seen.add(one.signature.id);
    return [one];
  });
}

function recogniseOne(plain: string): readonly Recognition[] {
  const found: Recognition[] = [];
  for (const { signature, everywhere } of SEARCHES) {
    const match = lastMatch(plain, everywhere);
    if (!match) continue;
    if (signature.within && !signature.within.test(plain)) continue;
    if (signature.unless?.test(plain)) continue;
    const captures = Object.fromEntries(
      Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined),
    );
    found.push({ signature, excerpt: match[0], captures, index: match.index });
  }
  return found;
}

function lastMatch(text: string, everywhere: RegExp): RegExpExecArray | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of text.matchAll(everywhere)) last = match;
  return last;
}

/** The wording that says why, when one is known; a bare wrapper otherwise. */
export function innermost(text: string | null | undefined): Recognition | undefined {
  return text ? recognise(text)[0] : undefined;
}

/** The operation named by the outermost wrapper that names one. */
export function phaseOf(text: string): Phase | undefined {
  return [...recognise(text)].sort((a, b) => a.index - b.index).find((one) => one.signature.phase)?.signature
    .phase;
}
