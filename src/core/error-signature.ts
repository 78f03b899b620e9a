import type { Cause } from './cause.ts';
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
  /** Matched against text in which runs of white space are single spaces. Named groups become captures. */
  readonly pattern: RegExp;
  /**
   * `inner` says why; `wrapper` only where. Wrappers nest and count only where nothing inner is known.
   */
  readonly depth: 'inner' | 'wrapper';
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
  /** Refuses a match that looks alike: gets the whole normalised text. */
  readonly unless?: RegExp;
}

export interface Recognition {
  readonly signature: ErrorSignature;
  /** The part of the text that matched. */
  readonly excerpt: string;
  readonly captures: Readonly<Record<string, string>>;
  /** Offset in the normalised text; deeper wording stands further right. */
  readonly index: number;
}

/** Where matching stops: what Ironic keeps in history at most (64 KiB), and then some. */
const MAX_TEXT = 100_000;

/**
 * All known wordings in `text`, innermost first: inner ones before wrappers, and among equals what stands further
 * right first, since wrappers are put in front.
 */
export function recognise(text: string): readonly Recognition[] {
  const normalised = text.slice(0, MAX_TEXT).replace(/\s+/g, ' ');
  const found: Recognition[] = [];
  for (const signature of SIGNATURES) {
    const match = signature.pattern.exec(normalised);
    if (!match || signature.unless?.test(normalised)) continue;
    const captures = Object.fromEntries(
      Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined),
    );
    found.push({ signature, excerpt: match[0], captures, index: match.index });
  }
  const rankOf = (one: Recognition) => (one.signature.depth === 'inner' ? 0 : 1);
  return found.sort(
    (a, b) => rankOf(a) - rankOf(b) || b.index - a.index || b.excerpt.length - a.excerpt.length,
  );
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
