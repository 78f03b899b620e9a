import { mentions } from '../lib/log-lines.ts';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/**
 * The context that oslo.log writes: global and own request id, `None` for an absent one, then the user or `-`
 * (openstack/oslo.log oslo_log/_options.py, logging_context_format_string, logging_user_identity_format).
 */
const CONTEXT = new RegExp(String.raw`\[(?:None |- )?(req-${UUID})(?: (req-${UUID}))?(?: ([^\s\]]+))?`);
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

export interface Request {
  /** The global id first, where there are two. */
  readonly ids: readonly string[];
  /** False for a service's own rounds, whose id lives as long as the service, and for an agent's call. */
  readonly ofUser: boolean;
}

/** The request that wrote an entry, as its head names it. */
export function requestOf(entry: string): Request | undefined {
  const match = CONTEXT.exec(entry.slice(0, HEAD));
  if (!match) return undefined;
  const [, first, second, user] = match;
  return {
    ids: [first, second].filter((id) => id !== undefined),
    ofUser: user !== undefined && user !== '-',
  };
}

/** An agent's call does not go on for so long. */
const ROUNDS = 10 * 60_000;

/** Ids that no user's request has and that go on and on: a service's rounds, such as Ironic's look at the power states. */
function roundsIn(entries: readonly Written[]): ReadonlySet<string> {
  const began = new Map<string, number>();
  const rounds = new Set<string>();
  for (const { text, time } of entries) {
    const request = requestOf(text);
    if (!request || request.ofUser || time === undefined) continue;
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
  const idsOf = (telling: (head: string, request: Request) => boolean) => {
    const requests = newestFirst.flatMap((entry) => {
      const request = requestOf(entry);
      return request && telling(entry.slice(0, HEAD), request) ? request.ids : [];
    });
    return [...new Set(requests)];
  };
  const troubles = idsOf((head, { ofUser }) => ofUser && TROUBLE.test(head.slice(0, 120)));
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
 * and of a request that no user made only what was written at about the same time.
 */
export function belonging(
  first: readonly Written[],
  second: readonly Written[],
  words: readonly string[],
): (entry: Written) => boolean {
  const endless = new Set<string>();
  for (const { text } of [...first, ...second]) {
    const request = requestOf(text);
    if (request && !request.ofUser) for (const id of request.ids) endless.add(id);
  }
  const times = new Map<string, number[]>();
  for (const { text, time } of first) {
    for (const id of requestOf(text)?.ids ?? []) {
      if (time === undefined || !endless.has(id)) continue;
      const known = times.get(id);
      if (known) known.push(time);
      else times.set(id, [time]);
    }
  }
  for (const known of times.values()) known.sort((a, b) => a - b);
  return ({ text, time }) => {
    if (isAboutAnother(text, words)) return false;
    const ids = requestOf(text)?.ids.filter((id) => endless.has(id)) ?? [];
    return ids.length === 0 || ids.some((id) => isNear(times.get(id) ?? [], time));
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
