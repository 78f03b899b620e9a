import type { Answer, Command, LookOutcome, Services } from '../../src/core/command.ts';
import { type FactsInMemory, factBook } from '../support/facts.ts';
import { CALLER } from './caller.ts';

export interface Looked {
  readonly words: string;
  readonly cloud: string | undefined;
}

/** A command over facts in memory: whatever is looked up is the subject that they are about. */
export function over(command: Command, known: FactsInMemory | Exclude<LookOutcome, { kind: 'found' }>) {
  const looked: Looked[] = [];
  const services: Services = {
    diagnose: () => Promise.reject(new Error('a diagnosis was asked for')),
    fleet: () => Promise.reject(new Error('a fleet was asked for')),
    explain: () => Promise.reject(new Error('an explanation was asked for')),
    async look(words, { cloud }) {
      looked.push({ words, cloud });
      if ('kind' in known) return known as LookOutcome;
      const { facts } = factBook(known as FactsInMemory).view();
      return { kind: 'found', subject: facts.subject, facts, notes: [] };
    },
    clouds: ['prod', 'lab'],
  };
  const run = (text: string): Promise<Answer> =>
    command.run({ text, ...CALLER, services, commands: [command] });
  return { run, looked, services };
}

export const NOT_FOUND: LookOutcome & { kind: 'unresolved' } = {
  kind: 'unresolved',
  asked: 'node-99',
  cloud: 'prod',
  resolution: { kind: 'none', nearest: ['node-9'], unreadable: [] },
};
