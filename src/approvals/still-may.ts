import type { Ceremony } from '../core/acting.ts';
import type { Approval } from '../core/approval.ts';
import { isAmong, type Person, strangeness } from '../core/person.ts';
import type { Parts } from './parts.ts';

/** Whoever asked and agreed, as Slack vouches for them now; by id. */
export type Standing = ReadonlyMap<string, Person>;

/** Undefined where nobody is asked who people are. */
export async function standingOf({ people }: Parts, approval: Approval): Promise<Standing | undefined> {
  if (!people) return undefined;
  const ids = new Set([approval.requester, ...approval.votes.map(({ by }) => by)]);
  return new Map(await Promise.all([...ids].map(async (id) => [id, await people(id)] as const)));
}

/** Somebody for whom Slack cannot vouch at the moment: it may be able to in a while. */
export function unknownAmong(standing: Standing | undefined): Person | undefined {
  return standing?.values().find(({ kind }) => kind === 'unknown');
}

/** Who may no longer do what they did, in words; undefined where everybody still may. */
export function noLongerMay(
  standing: Standing | undefined,
  { requester, votes }: Approval,
  { requesters, approvers_among }: Ceremony,
): string | undefined {
  if (!standing) return undefined;
  const may = (id: string, among: Ceremony['requesters']) => {
    const person = standing.get(id);
    return person !== undefined && strangeness(person) === undefined && isAmong(person, among);
  };
  if (!may(requester, requesters)) return 'Whoever asked for it may no longer do so.';
  return votes.every(({ by }) => may(by, approvers_among))
    ? undefined
    : 'Somebody who agreed may no longer do so. Ask again.';
}
