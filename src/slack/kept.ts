import type { Context } from '@slack/bolt';

/** A question that is on record, as whoever answers it sees it. */
export interface Kept {
  readonly id: string;
  /** ISO 8601, when it was asked: no message of its answer is older. */
  readonly since: string;
  /** Another process began to answer it and is gone. */
  readonly takenOver: boolean;
  /** Whether somebody else may have posted something of its answer. */
  shared(): boolean;
  /** Why it is not answered any more. */
  readonly instead?: 'too-old' | 'given-up' | undefined;
  /** This process cannot answer it any more: another one shall. */
  leave(): void;
}

const KEY = 'keptQuestion';

/** What Bolt hands to the listener. */
export const carried = (kept: Kept): Readonly<Record<string, unknown>> => ({ [KEY]: kept });

/** Undefined for what is no question, and where nothing is kept. */
export const keptIn = (context: Context | undefined): Kept | undefined => context?.[KEY];
