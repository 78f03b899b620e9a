import type { ActingConfig } from '../approvals/config.ts';

export interface NamedPerson {
  /** Of a user or a user group. */
  readonly id: string;
  /** The first key that names it. */
  readonly key: string;
}

/** Whom the policy names, each once. */
export function peopleOf(acting: ActingConfig): {
  readonly users: readonly NamedPerson[];
  readonly groups: readonly NamedPerson[];
} {
  const places = [
    { key: 'acting.request', people: acting.request },
    { key: 'acting.approve', people: acting.approve },
    ...acting.rules.flatMap(({ request, approve }, index) => [
      { key: `acting.rules.${index}.request`, people: request },
      { key: `acting.rules.${index}.approve`, people: approve },
    ]),
  ];
  const named = (kind: 'users' | 'groups') => {
    const all = places.flatMap(({ key, people }) =>
      (people?.[kind] ?? []).map((id) => ({ id, key: `${key}.${kind}` })),
    );
    return all.filter(({ id }, at) => all.findIndex((other) => other.id === id) === at);
  };
  return { users: named('users'), groups: named('groups') };
}
