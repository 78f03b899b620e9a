import type { NodeRecord } from '../state.ts';

/** The conductor that worked on a node when it happened, as its history names it. */
export function conductorFor({ reservation, conductor_group }: NodeRecord): string {
  if (reservation !== null) return reservation;
  if (conductor_group === 'rack-c') return 'cond-4';
  return conductor_group === 'rack-b' ? 'cond-3' : 'cond-1';
}
