import { expect, test, vi } from 'vitest';
import { FactUnread } from '../../../src/core/facts.ts';
import type { Subject } from '../../../src/core/subject.ts';
import { createFactBook } from '../../../src/diagnosis/fact-book.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';

const subject: Subject = { kind: 'node', cloud: 'lab', name: 'node-17', aspects: ['node'] };
const now = new Date('2026-11-22T18:00:00Z');
const options = { subject, now, clock: () => now };
const node = HEALTHY_NODE as unknown as Node;

test('a fact is read once, whoever asks and however often', async () => {
  const conductors = vi.fn(async () => []);
  const book = createFactBook({ conductors }, options);
  await Promise.all([
    book.view().facts.conductors(),
    book.view().facts.conductors(),
    book.view().facts.maybe.conductors(),
  ]);
  expect(conductors).toHaveBeenCalledTimes(1);
});

test('a fact that failed is not asked for again', async () => {
  const ports = vi.fn(async () => Promise.reject(new FactUnread('ports', 'failed', 'Ironic is down')));
  const book = createFactBook({ ports }, options);
  await expect(book.view().facts.ports()).rejects.toThrow('Ironic is down');
  expect(await book.view().facts.maybe.ports()).toBeUndefined();
  expect(ports).toHaveBeenCalledTimes(1);
});

test('each view remembers only what its own check missed', async () => {
  const book = createFactBook({ node: async () => node }, options);
  const one = book.view();
  const other = book.view();
  await one.facts.maybe.history();
  expect(one.missing()).toEqual([{ fact: 'history', reason: 'not read: history' }]);
  expect(other.missing()).toEqual([]);
});

test('a node that is not there is no node to judge', async () => {
  const book = createFactBook({ node: async () => null }, options);
  await expect(book.view().facts.node()).rejects.toMatchObject({
    fact: 'node',
    reason: 'Ironic shows no node node-17',
  });
});

test('readings say when they were made, and why not', async () => {
  const book = createFactBook(
    {
      node: async () => node,
      ports: async () => Promise.reject(new FactUnread('ports', 'denied', 'not allowed')),
    },
    options,
  );
  await book.view().facts.node();
  await book.view().facts.maybe.ports();
  expect(book.readings().get('node')).toMatchObject({ kind: 'value', at: now.toISOString() });
  expect(book.readings().get('ports')).toMatchObject({ kind: 'unread', why: { kind: 'denied' } });
});

test('a secret in a fact is masked before any playbook sees it', async () => {
  const leaky = {
    ...node,
    driver_internal_info: { agent_secret_token: 'MARKED-SECRET' },
    last_error: 'GET /x?agent_token=MARKED-SECRET',
  };
  const book = createFactBook({ node: async () => leaky }, options);
  expect(JSON.stringify(await book.view().facts.node())).not.toContain('MARKED-SECRET');
});

test('a bug in a reader is not taken for an unreadable fact', async () => {
  const book = createFactBook(
    { ports: async () => Promise.reject(new TypeError('x is undefined')) },
    options,
  );
  await expect(book.view().facts.maybe.ports()).rejects.toThrow(TypeError);
});

test('a second read that fails after its check has ended is heard', async () => {
  const unheard = vi.fn();
  process.on('unhandledRejection', unheard);
  const broken = (fact: 'ports' | 'history') => async () =>
    Promise.reject(new FactUnread(fact, 'failed', 'Ironic is down'));
  const { facts } = createFactBook({ ports: broken('ports'), history: broken('history') }, options).view();
  const check = async () => {
    const history = facts.history();
    await facts.ports();
    return history;
  };
  await expect(check()).rejects.toThrow('Ironic is down');
  // Node tells of them once a turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', unheard);
  expect(unheard).not.toHaveBeenCalled();
});

test('what was asked for and is not there yet is known', async () => {
  const book = createFactBook({ node: async () => node, ports: () => new Promise(() => undefined) }, options);
  const { facts } = book.view();
  void facts.ports();
  await facts.node();
  expect(book.waiting()).toEqual(['ports']);
});
