import {
  FACT_NAMES,
  type FactName,
  type FactReader,
  type Facts,
  FactUnread,
  type FactValues,
} from '../core/facts.ts';
import type { Missing } from '../core/finding.ts';
import type { Subject } from '../core/subject.ts';
import { scrub } from '../lib/scrub.ts';
import type { Node } from '../openstack/ironic/schema.ts';

export interface FactBookOptions {
  readonly subject: Subject;
  readonly now: Date;
  /** When a fact came in; the book's own `now` stays fixed for all judgement about ages. */
  readonly clock: () => Date;
}

/** What the book knows of a fact once somebody has asked for it. */
export type Reading<K extends FactName = FactName> =
  | { readonly kind: 'value'; readonly value: FactValues[K]; readonly at: string }
  | { readonly kind: 'unread'; readonly why: FactUnread; readonly at: string };

export interface FactBook {
  /** A view for one check: it remembers which facts that check asked for and did not get. */
  view(): {
    readonly facts: Facts;
    readonly missing: () => readonly Missing[];
    readonly unread: () => readonly FactUnread[];
  };
  /** Starts reading what is known to be needed, so that the reads of different checks do not wait for each other. */
  prefetch(names: readonly FactName[]): void;
  /** What has been read so far, or found unreadable. */
  readings(): ReadonlyMap<FactName, Reading>;
  /** What was asked for and has not been answered yet. */
  waiting(): readonly FactName[];
}

/**
 * Reads each fact once, whoever asks and however often, and stamps it. An error of a reader that is not a
 * {@link FactUnread} is a bug there; it is passed on as it is.
 */
export function createFactBook(reader: FactReader, options: FactBookOptions): FactBook {
  const asked = new Map<FactName, Promise<unknown>>();
  const readings = new Map<FactName, Reading>();

  function ask<K extends FactName>(name: K): Promise<FactValues[K]> {
    if (asked.has(name)) return asked.get(name) as Promise<FactValues[K]>;
    const read = reader[name] as (() => Promise<FactValues[K]>) | undefined;
    const pending = (read ? Promise.resolve().then(read) : Promise.reject(notRead(name))).then(
      (read) => {
        // Here and nowhere later: what a playbook cannot see, no message, snapshot or log can give away.
        const value = scrub(read);
        readings.set(name, { kind: 'value', value, at: options.clock().toISOString() });
        return value;
      },
      (error: unknown) => {
        if (error instanceof FactUnread) {
          readings.set(name, { kind: 'unread', why: error, at: options.clock().toISOString() });
        }
        throw error;
      },
    );
    asked.set(name, heard(pending));
    return pending;
  }

  async function askNode(): Promise<Node> {
    const node = await ask('node');
    if (node === null) {
      const { kind, name } = options.subject;
      const words = kind === 'node' ? `Ironic shows no node ${name}` : 'no node belongs to it';
      throw new FactUnread('node', 'not-read', words, true);
    }
    return node;
  }

  function view(): ReturnType<FactBook['view']> {
    const unread = new Map<FactName, FactUnread>();
    const noting = async <T>(reading: Promise<T>): Promise<T> => {
      try {
        return await reading;
      } catch (error) {
        if (error instanceof FactUnread) unread.set(error.fact, error);
        throw error;
      }
    };
    const optional = async <T>(reading: Promise<T>): Promise<T | undefined> => {
      try {
        return await noting(reading);
      } catch (error) {
        if (error instanceof FactUnread) return undefined;
        throw error;
      }
    };
    const readers: Record<string, () => Promise<unknown>> = {};
    const maybe: Record<string, () => Promise<unknown>> = {};
    for (const name of FACT_NAMES) {
      const one = (): Promise<unknown> => (name === 'node' ? askNode() : ask(name));
      readers[name] = () => heard(noting(one()));
      maybe[name] = () => heard(optional(one()));
    }
    const facts = { ...readers, maybe, now: options.now, subject: options.subject } as unknown as Facts;
    return {
      facts,
      unread: () => [...unread.values()],
      // What this cloud does not have at all is missed by nobody.
      missing: () =>
        [...unread.values()]
          .filter((why) => why.kind !== 'not-deployed')
          .map((why) => ({ fact: why.fact, reason: why.reason })),
    };
  }

  const prefetch = (names: readonly FactName[]) => {
    for (const name of names) void ask(name);
  };

  return {
    view,
    prefetch,
    readings: () => readings,
    waiting: () => [...asked.keys()].filter((name) => !readings.has(name)),
  };
}

/** A check may begin two reads and end over the first; the second failing then must not end the process. */
function heard<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => undefined);
  return reading;
}

function notRead(name: FactName): FactUnread {
  return new FactUnread(
    name,
    'not-read',
    name === 'logs' ? 'no log source is configured' : `not read: ${name}`,
  );
}
