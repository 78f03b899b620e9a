import type { CommandCall } from '../../src/core/command.ts';
import type { Person } from '../../src/core/person.ts';

export const MAYA: Person = { id: 'U1', kind: 'member', groups: [] };

/** Whoever calls a command of which nothing depends on who it is. */
export const CALLER = {
  asker: { user: 'U1' },
  who: async () => MAYA,
  now: new Date('2026-11-22T03:14:00Z'),
} satisfies Partial<CommandCall>;
