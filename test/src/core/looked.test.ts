import { expect, it } from 'vitest';
import type { LookOutcome, Services } from '../../../src/core/command.ts';
import { FactUnread } from '../../../src/core/facts.ts';
import { lookedUp, optionsOf } from '../../../src/core/looked.ts';
import { factBook, HEALTHY_NODE } from '../../support/facts.ts';

const { facts } = factBook({ node: HEALTHY_NODE }).view();
const found: LookOutcome = { kind: 'found', subject: facts.subject, facts, notes: [] };
const services = (outcome: LookOutcome) => ({ look: async () => outcome }) as unknown as Services;
const asked = { command: 'logs' };
const words = { kind: 'words', text: 'done' } as const;

it('answers with what is told of the facts', async () => {
  expect(await lookedUp(services(found), 'node-17', {}, asked, async () => words)).toBe(words);
});

it('passes on what could not begin, without asking for facts', async () => {
  const refused = { kind: 'refused', message: 'no cloud' } as const;
  const told = lookedUp(services(refused), 'x', {}, asked, () => Promise.reject(new Error('asked')));
  expect(await told).toEqual({ kind: 'unclear', outcome: refused, asked });
});

it('tells in words that the node is not there, and lets another fact or a bug through', async () => {
  const failing = (error: Error) => lookedUp(services(found), 'x', {}, asked, () => Promise.reject(error));
  expect(await failing(new FactUnread('node', 'failed', 'Ironic did not answer'))).toMatchObject({
    kind: 'words',
    text: expect.stringMatching(/cannot be looked at .*Ironic did not answer\. `why node-17`/),
  });
  await expect(failing(new FactUnread('ports', 'failed', 'x'))).rejects.toThrow(FactUnread);
});

it('has no options that are absent', () => {
  expect(optionsOf({})).toEqual({});
  expect(optionsOf({ cloud: 'lab' })).toEqual({ cloud: 'lab' });
});
