/**
 * Somebody who clicked or typed, as Slack vouches for them: never as a message or a button says. `guest`: single- or
 * multi-channel guest. `stranger`: of another workspace (Slack Connect). `unknown`: Slack could not be asked.
 */
export interface Person {
  /** Slack's user id. */
  readonly id: string;
  readonly kind: 'member' | 'guest' | 'bot' | 'stranger' | 'unknown';
  /** Ids of those user groups that the policy names and this person is in. */
  readonly groups: readonly string[];
}

/** Who is meant by a policy. Ids work on every Slack plan, user groups on paid ones. */
export interface People {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** They have to be among each of these, too. */
  readonly also?: readonly People[];
}

export function isAmong(person: Person, people: People): boolean {
  const named =
    people.users.includes(person.id) || person.groups.some((group) => people.groups.includes(group));
  return named && (people.also ?? []).every((others) => isAmong(person, others));
}

/** Those who are among both. Where lists alone cannot tell, since who is in a group is known to Slack, both are kept. */
export function bothOf(wide: People, narrow: People): People {
  if (contains(wide, narrow)) return narrow;
  if (contains(narrow, wide)) return wide;
  if (isPlainList(wide) && isPlainList(narrow)) {
    return { users: narrow.users.filter((user) => wide.users.includes(user)), groups: [] };
  }
  return { ...narrow, also: [...(narrow.also ?? []), wide] };
}

/** Nobody can be meant, whoever is in which group. */
export function isNobody(people: People): boolean {
  return (people.users.length === 0 && people.groups.length === 0) || (people.also ?? []).some(isNobody);
}

function contains(wide: People, narrow: People): boolean {
  if (wide.also !== undefined) return false;
  const { users, groups } = narrow;
  return users.every((one) => wide.users.includes(one)) && groups.every((one) => wide.groups.includes(one));
}

function isPlainList({ groups, also }: People): boolean {
  return groups.length === 0 && also === undefined;
}

/** Why this person may do nothing here at all, whatever the policy says; undefined for a full member. */
export function strangeness(person: Person): 'guest' | 'bot' | 'stranger' | 'unknown-person' | undefined {
  if (person.kind === 'member') return undefined;
  return person.kind === 'unknown' ? 'unknown-person' : person.kind;
}
