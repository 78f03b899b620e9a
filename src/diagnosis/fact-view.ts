import { FACT_NAMES, type FactName, type Facts, FactUnread } from '../core/facts.ts';
import type { Missing } from '../core/finding.ts';
import type { Subject } from '../core/subject.ts';

/** What one check sees of a book of facts, and what of it was not there. */
export interface FactView {
  readonly facts: Facts;
  readonly missing: () => readonly Missing[];
  readonly unread: () => readonly FactUnread[];
}

/** Where a view asks; the same fact is the same promise each time. */
export interface FactSource {
  readonly now: Date;
  readonly subject: Subject;
  readonly ask: (name: FactName) => Promise<unknown>;
}

/** A view for one check: it remembers which facts that check asked for and did not get. */
export function viewOf(source: FactSource): FactView {
  const unread = new Map<FactName, FactUnread>();
  return {
    facts: new View(source, unread) as unknown as Facts,
    unread: () => [...unread.values()],
    // What this cloud does not have at all is missed by nobody.
    missing: () =>
      [...unread.values()]
        .filter((why) => why.kind !== 'not-deployed')
        .map((why) => ({ fact: why.fact, reason: why.reason })),
  };
}

/** A check may begin two reads and end over the first; the second failing then must not end the process. */
export function heard<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => undefined);
  return reading;
}

/**
 * `facts.history()` and its sisters are made when they are asked for: a pass over a fleet makes a view for each of
 * hundreds of thousands of checks, and most of them ask for one fact or two.
 */
class View {
  readonly now: Date;
  readonly subject: Subject;
  readonly #source: FactSource;
  readonly #unread: Map<FactName, FactUnread>;

  constructor(source: FactSource, unread: Map<FactName, FactUnread>) {
    this.now = source.now;
    this.subject = source.subject;
    this.#source = source;
    this.#unread = unread;
  }

  get maybe(): Optional {
    return new Optional(this);
  }

  read(name: FactName): Promise<unknown> {
    return heard(this.#source.ask(name).catch((error: unknown) => this.#note(error)));
  }

  #note(error: unknown): never {
    if (error instanceof FactUnread) this.#unread.set(error.fact, error);
    throw error;
  }
}

class Optional {
  readonly #view: View;

  constructor(view: View) {
    this.#view = view;
  }

  read(name: FactName): Promise<unknown> {
    const reading = this.#view.read(name).catch((error: unknown) => {
      if (error instanceof FactUnread) return undefined;
      throw error;
    });
    return heard(reading);
  }
}

for (const { prototype } of [View, Optional])
  for (const name of FACT_NAMES) {
    Object.defineProperty(prototype, name, {
      get(this: View | Optional) {
        return () => this.read(name);
      },
    });
  }
