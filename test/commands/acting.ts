import type { Command, CommandCall, Services } from '../../src/core/command.ts';
import type { Person } from '../../src/core/person.ts';
import { fakeActing } from '../src/slack/support/acting.ts';
import { CALLER } from './caller.ts';

export const MAYA: Person = { id: 'U0MAYA0001', kind: 'member', groups: [] };
export const JONAS: Person = { id: 'U0JONAS001', kind: 'member', groups: ['S0APPROVE1'] };
export const TOM: Person = { id: 'U0TOM00001', kind: 'member', groups: [] };
export const RIKU: Person = { id: 'U0RIKU0001', kind: 'guest', groups: [] };

const services: Services = {
  diagnose: () => Promise.reject(new Error('a diagnosis was asked for')),
  look: () => Promise.reject(new Error('a cloud was asked')),
  fleet: () => Promise.reject(new Error('a fleet was asked for')),
  explain: () => Promise.reject(new Error('an explanation was asked for')),
  clouds: ['prod', 'lab'],
};

/** A command over the acting half in memory, or over none. */
export function acted(command: Command, { configured = true }: { readonly configured?: boolean } = {}) {
  const fake = fakeActing();
  const run = (text: string, who: Person = MAYA, rest: Partial<CommandCall> = {}) =>
    command.run({
      ...CALLER,
      who: async () => who,
      text,
      services: configured ? { ...services, acting: fake.acting } : services,
      commands: [command],
      ...rest,
    });
  return { ...fake, run };
}

/** What each of them answers where nobody has configured acting. */
export const UNCONFIGURED = { kind: 'denied', refusal: { code: 'not-configured' } };
