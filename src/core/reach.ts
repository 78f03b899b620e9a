/** Something that we ask over the network: a service of a cloud, a log source, our own database. */
export interface Place {
  /** As clouds.yaml calls it; null for what belongs to no cloud. */
  readonly cloud: string | null;
  /** As people say it: `Nova`, `Loki`. */
  readonly service: string;
}

/** How it went to ask once. `why` in words without an address that go on with a time: "no answer", "HTTP 503"; null where it answered. */
export interface Asking extends Place {
  /** ISO 8601. */
  readonly at: string;
  readonly why: string | null;
}

/** How a place answered last. Times are ISO 8601 in UTC with milliseconds. */
export interface Contact extends Place {
  /** When it answered last; null where it has not while anybody listened. */
  readonly answered: string | null;
  /** Since when it fails every time; null while it answers. */
  readonly since: string | null;
  /** When it was asked last. */
  readonly asked: string;
  /** Why it failed last; null while it answers. */
  readonly why: string | null;
}

/** Whoever is heard last is right, whatever the clock said meanwhile. */
export function after(before: Contact | undefined, { cloud, service, at, why }: Asking): Contact {
  if (why === null) return { cloud, service, answered: at, since: null, asked: at, why };
  return { cloud, service, answered: before?.answered ?? null, since: before?.since ?? at, asked: at, why };
}

/**
 * What several processes know of the same places: whoever asked last is right, and what anybody has heard answer since
 * then has not been failing for longer.
 */
export function merged(...all: readonly (readonly Contact[])[]): readonly Contact[] {
  const places = new Map<string, Contact>();
  for (const contact of all.flat()) {
    const known = places.get(keyOf(contact));
    places.set(keyOf(contact), known ? joined(known, contact) : contact);
  }
  return [...places.values()];
}

function joined(one: Contact, other: Contact): Contact {
  const [older, newer] = one.asked <= other.asked ? [one, other] : [other, one];
  const answered = latest(older.answered, newer.answered);
  if (newer.since === null) return { ...newer, answered };
  // The longer time is true, unless somebody was answered meanwhile; then only the last try is sure to be later.
  const [first = newer.asked] = [older.since, newer.since]
    .filter((since) => since !== null && since >= (answered ?? ''))
    .toSorted();
  return { ...newer, answered, since: first };
}

const latest = (one: string | null, other: string | null): string | null =>
  (one ?? '') > (other ?? '') ? one : other;

/** So long after the last try nobody knows any more: what is never asked again would be called sick for ever. */
const FORGOTTEN_MS = 24 * 3600_000;

/** Those that do not answer now, the one that has failed longest first. */
export function unreached(contacts: readonly Contact[], now: Date): readonly Contact[] {
  const known = new Date(now.getTime() - FORGOTTEN_MS).toISOString();
  return contacts
    .filter(({ since, asked }) => since !== null && asked >= known)
    .toSorted((one, other) => (one.since ?? '').localeCompare(other.since ?? ''));
}

/** What this process hears of the places that it asks. */
export interface Reach {
  heard(asking: Asking): void;
  /** Of one cloud, or of everything. */
  contacts(cloud?: string): readonly Contact[];
}

/** As large as the configuration: one entry for each service of each cloud. */
export function createReach(): Reach {
  const places = new Map<string, Contact>();
  return {
    heard(asking) {
      places.set(keyOf(asking), after(places.get(keyOf(asking)), asking));
    },
    contacts(cloud) {
      const all = [...places.values()];
      return cloud === undefined ? all : all.filter((one) => one.cloud === cloud);
    },
  };
}

const keyOf = ({ cloud, service }: Place): string => JSON.stringify([cloud, service]);
