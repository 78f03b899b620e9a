import type { Services } from '../../../../src/core/command.ts';
import type { Person } from '../../../../src/core/person.ts';
import type { Desk } from '../../../../src/slack/answer.ts';
import { createEventLog } from '../../../../src/slack/event-log.ts';
import type { Front } from '../../../../src/slack/listeners/context.ts';
import { commands, memoryLog } from './bot.ts';

/** A desk where everybody is a full member of no group. */
export function deskWith(services: Services, rest: Partial<Desk> = {}) {
  const log = memoryLog();
  const desk: Desk = {
    commands,
    services,
    people: { of: async ({ user }): Promise<Person> => ({ id: user, kind: 'member', groups: [] }) },
    workspace: () => undefined,
    changed: () => undefined,
    log,
    clock: () => new Date('2026-11-22T03:14:00Z'),
    reference: () => 'ref00001',
    slash: '/ironic',
    signal: new AbortController().signal,
    ...rest,
  };
  return { desk, log };
}

/** What listeners work with, where nobody has configured acting. */
export function frontWith(given: Pick<Front, 'desk' | 'outbox'> & Partial<Front>): Front {
  return {
    events: createEventLog({ clock: given.desk.clock }),
    heard: createEventLog({ clock: given.desk.clock }),
    people: given.desk.people,
    acting: () => undefined,
    homes: { opened: async () => undefined, changed: () => undefined },
    submissions: new Map(),
    submitMs: 1_000,
    slowMs: 60_000,
    track: (work) => work,
    ...given,
  };
}
