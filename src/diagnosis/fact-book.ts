import { type FactName, type FactReader, FactUnread, type FactValues } from '../core/facts.ts';
import type { Subject } from '../core/subject.ts';
import { scrub } from '../lib/scrub.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { type FactSource, type FactView, heard, viewOf } from './fact-view.ts';

export interface FactBookOptions {
  readonly subject: Subject;
  readonly now: Date;
  /** When a fact came in; the book's own `now` stays fixed for all judgement about ages. */
  readonly clock: () => Date;
  /** The reader gives what was scrubbed already, as where many books share a fact. */
  readonly scrubbed?: boolean;
}

/** What the book knows of a fact once somebody has asked for it. */
export type Reading<K extends FactName = FactName> =
  | { readonly kind: 'value'; readonly value: FactValues[K]; readonly at: string }
  | { readonly kind: 'unread'; readonly why: FactUnread; readonly at: string };

export interface FactBook {
  /** A view for one check: it remembers which facts that check asked for and did not get. */
  view(): FactView;
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
    const given = read ? Promise.resolve().then(() => read.call(reader)) : Promise.reject(notRead(name));
    const pending = given.then(
      (read) => {
        // Here and nowhere later: what a playbook cannot see, no message, snapshot or log can give away.
        const value = options.scrubbed ? read : scrub(read);
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

  const source: FactSource = {
    now: options.now,
    subject: options.subject,
    ask: (name) => (name === 'node' ? askNode() : ask(name)),
  };

  const prefetch = (names: readonly FactName[]) => {
    for (const name of names) void ask(name);
  };

  return {
    view: () => viewOf(source),
    prefetch,
    readings: () => readings,
    waiting: () => [...asked.keys()].filter((name) => !readings.has(name)),
  };
}

function notRead(name: FactName): FactUnread {
  return new FactUnread(
    name,
    'not-read',
    name === 'logs' ? 'no log source is configured' : `not read: ${name}`,
  );
}
