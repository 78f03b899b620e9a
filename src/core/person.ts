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
}

export function isAmong(person: Person, people: People): boolean {
  return people.users.includes(person.id) || person.groups.some((group) => people.groups.includes(group));
}

/** Why this person may do nothing here at all, whatever the policy says; undefined for a full member. */
export function strangeness(person: Person): 'guest' | 'bot' | 'stranger' | 'unknown-person' | undefined {
  if (person.kind === 'member') return undefined;
  return person.kind === 'unknown' ? 'unknown-person' : person.kind;
}
