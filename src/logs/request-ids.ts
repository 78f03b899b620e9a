import { mentions } from '../lib/log-lines.ts';
import { type OsloContext, osloContext } from '../lib/oslo-context.ts';
import { UUID } from '../lib/uuid.ts';

/** Of an entry, that is looked at for what it tells. */
const HEAD = 600;

const TROUBLE = /\b(?:WARN(?:ING)?|ERROR|CRITICAL|TRACE)\b/;
/** Who took a lock and what became of a state (openstack/ironic ironic/conductor/task_manager.py, ironic/common/states.py). */
const COURSE =
  /ironic\.conductor\.task_manager|ironic\.common\.(?:states|fsm)|Exiting old state|Entering new state/;

/** What is said of a node or of a server by its UUID, as Ironic and Nova write it. */
const OF_ONE = new RegExp(`\\bnodes?[ :=/'"]{1,4}${UUID}|\\[instance: ${UUID}\\]`, 'i');

/** Something with its text and its time, in milliseconds since the epoch. */
export interface Written {
  readonly text: string;
  readonly time: number | undefined;
}

/** An agent's call does not go on for so long. */
const ROUNDS = 10 * 60_000;

/** Ids that no user's request has and that go on and on: a service's rounds, such as Ironic's look at the power states. */
function roundsIn(entries: readonly Written[]): ReadonlySet<string> {
  const began = new Map<string, number>();
  const rounds = new Set<string>();
  for (const { text, time } of entries) {
    const request = osloContext(text);
    if (!request || request.user || time === undefined) continue;
    for (const id of request.ids) {
      const first = began.get(id) ?? time;
      began.set(id, first);
      if (time - first > ROUNDS) rounds.add(id);
    }
  }
  return rounds;
}

/**
 * Requests of which more should be seen, since their other lines need not name the node: half of them from troubles,
 * half from locks and states, the newest first. What a service does by itself is followed for the latter only: its
 * troubles need have nothing to do with each other.
 * @param entries oldest first
 */
export function requestsToFollow(
  entries: readonly Written[],
  known: readonly string[],
  most: number,
): readonly string[] {
  const newestFirst = entries.toReversed().map(({ text }) => text);
  const rounds = roundsIn(entries);
  const idsOf = (telling: (head: string, context: OsloContext) => boolean) => {
    const requests = newestFirst.flatMap((entry) => {
      const request = osloContext(entry);
      return request && telling(entry.slice(0, HEAD), request) ? request.ids : [];
    });
    return [...new Set(requests)];
  };
  const troubles = idsOf((head, { user }) => user !== undefined && TROUBLE.test(head.slice(0, 120)));
  const course = idsOf((head) => COURSE.test(head)).filter((id) => !troubles.includes(id));
  const followed: string[] = [];
  for (let at = 0; at < Math.max(troubles.length, course.length); at++) {
    for (const id of [troubles[at], course[at]])
      if (id && !known.includes(id) && !rounds.has(id)) followed.push(id);
  }
  return followed.slice(0, most);
}

/** An agent's call is answered in less; a service's rounds go on for days under one id. */
const AT_ONCE = 60_000;

/**
 * Which of the entries that carry a followed request's id belong to what was asked: not what is said of another node,
 * and of a request that no user made only what was written at about the same time, as long as it is about no other node
 * as well: a conductor does all its rounds under the one id that it was started with.
 */
export function belonging(
  first: readonly Written[],
  second: readonly Written[],
  words: readonly string[],
): (entry: Written) => boolean {
  const endless = new Set<string>();
  const ofSeveral = new Set<string>();
  for (const { text } of [...first, ...second]) {
    const request = osloContext(text);
    if (!request || request.user) continue;
    const another = isAboutAnother(text, words);
    for (const id of request.ids) {
      endless.add(id);
      if (another) ofSeveral.add(id);
    }
  }
  const times = new Map<string, number[]>();
  for (const { text, time } of first) {
    for (const id of osloContext(text)?.ids ?? []) {
      if (time === undefined || !endless.has(id)) continue;
      const known = times.get(id);
      if (known) known.push(time);
      else times.set(id, [time]);
    }
  }
  for (const known of times.values()) known.sort((a, b) => a - b);
  return ({ text, time }) => {
    if (isAboutAnother(text, words)) return false;
    const ids = osloContext(text)?.ids.filter((id) => endless.has(id)) ?? [];
    return ids.length === 0 || ids.some((id) => !ofSeveral.has(id) && isNear(times.get(id) ?? [], time));
  };
}

/** Whether one of the times, which rise, is within {@link AT_ONCE} of this one; what has no time is near to any. */
function isNear(rising: readonly number[], time: number | undefined): boolean {
  if (time === undefined) return rising.length > 0;
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < time - AT_ONCE) low = middle + 1;
    else high = middle;
  }
  const next = rising[low];
  return next !== undefined && next <= time + AT_ONCE;
}

/** A conductor's rounds go over all nodes, and a request may be for several servers; another one is not wanted. */
function isAboutAnother(entry: string, words: readonly string[]): boolean {
  return OF_ONE.test(entry) && !words.some((word) => mentions(entry, word));
}
