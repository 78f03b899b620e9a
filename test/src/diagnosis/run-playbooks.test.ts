import { expect, test, vi } from 'vitest';
import { FactUnread } from '../../../src/core/facts.ts';
import type { FindingDraft } from '../../../src/core/finding.ts';
import { type Check, definePlaybook } from '../../../src/core/playbook.ts';
import { createFactBook } from '../../../src/diagnosis/fact-book.ts';
import { runPlaybooks } from '../../../src/diagnosis/run-playbooks.ts';
import { examine, type FactsInMemory, factBook, HEALTHY_NODE, NOW } from '../../support/facts.ts';

const draft: FindingDraft = {
  code: 'c',
  cause: 'node-locked',
  summary: 'It is locked.',
  severity: 'warning',
  evidence: [{ bearing: 'proves', source: 'node.reservation', observed: 'conductor-1' }],
};
const playbook = (run: Check['run'], rest: Partial<Check> = {}) =>
  definePlaybook({
    id: 'p',
    title: 'P',
    guide: 'node-locked',
    about: ['node'],
    checks: [{ id: 'c', asks: 'Is it?', run, ...rest }],
  });
const facts: FactsInMemory = { node: HEALTHY_NODE };

test('a finding is completed with its playbook, its confidence and the age of its evidence', async () => {
  const { findings } = await examine(
    playbook(async (all) => {
      await all.node();
      return draft;
    }),
    facts,
  );
  expect(findings[0]).toMatchObject({
    playbook: 'p',
    check: 'p/c',
    guide: 'node-locked',
    confidence: 'confirmed',
    missing: [],
  });
  expect(findings[0]?.evidence[0].at).toBe(new Date(NOW).toISOString());
});

test('nothing found and everything read is clear', async () => {
  const outcome = await examine(
    playbook(async (all) => void (await all.node())),
    facts,
  );
  expect(outcome).toMatchObject({ clear: [{ check: 'p/c', asks: 'Is it?' }], unknown: [] });
});

test('a fact that cannot be read ends its own check only', async () => {
  const outcome = await examine(
    [playbook(async (all) => void (await all.ports())), { ...playbook(async () => draft), id: 'q' }],
    { ...facts, unread: { ports: 'Ironic did not answer within 10 s' } },
  );
  expect(outcome.unknown).toMatchObject([
    { check: 'p/c', reason: 'Ironic did not answer within 10 s', kind: 'failed' },
  ]);
  expect(outcome.findings).toHaveLength(1);
});

test('silence with a hole in it is not clear', async () => {
  const outcome = await examine(
    playbook(async (all) => void (await all.maybe.history())),
    facts,
  );
  expect(outcome.clear).toEqual([]);
  expect(outcome.unknown).toMatchObject([{ fact: 'history', kind: 'not-read' }]);
});

test('a finding names what was missing and loses confidence by it', async () => {
  const weak: FindingDraft = { ...draft, evidence: [{ ...draft.evidence[0], bearing: 'supports' }] };
  const { findings } = await examine(
    playbook(async (all) => {
      await all.maybe.history();
      return weak;
    }),
    facts,
  );
  expect(findings[0]).toMatchObject({ confidence: 'possible', missing: [{ fact: 'history' }] });
});

test('what this cloud does not have is neither clear nor unknown', async () => {
  const outcome = await examine(
    playbook(async (all) => void (await all.compute_services())),
    { ...facts, unread: { compute_services: { kind: 'not-deployed', reason: 'this cloud has no Nova' } } },
  );
  expect(outcome).toEqual({ findings: [], clear: [], unknown: [] });
});

test('a check that does not fit the node is not asked', async () => {
  const run = vi.fn(async () => draft);
  const outcome = await examine(
    playbook(run, { appliesTo: (node) => node.provision_state === 'active' }),
    facts,
  );
  expect(run).not.toHaveBeenCalled();
  expect(outcome).toEqual({ findings: [], clear: [], unknown: [] });
});

test('a playbook about another aspect is left out', async () => {
  const outcome = await examine({ ...playbook(async () => draft), about: ['message'] }, facts);
  expect(outcome.findings).toEqual([]);
});

test('a check that hangs is given up when time is over, and says so', async () => {
  const time = new AbortController();
  const running = runPlaybooks([playbook(() => new Promise(() => undefined))], factBook(facts), {
    signal: time.signal,
    lateReason: 'no answer within 15 s',
    onBug: () => undefined,
  });
  time.abort();
  expect((await running).unknown).toMatchObject([{ reason: 'no answer within 15 s', kind: 'failed' }]);
});

test('a check whose fact gives up at the same moment says whom it was waiting for', async () => {
  const time = new AbortController();
  const node = () =>
    new Promise<never>((_, reject) => {
      const why = new FactUnread('node', 'failed', 'Ironic did not answer in time');
      time.signal.addEventListener('abort', () => void Promise.resolve().then(() => reject(why)));
    });
  const { now, subject } = factBook(facts).view().facts;
  const book = createFactBook({ node }, { subject, now, clock: () => now });
  const asks = playbook(async (read) => void (await read.node()));
  const options = { signal: time.signal, lateReason: 'no answer within 15 s', onBug: () => undefined };
  const running = runPlaybooks([asks], book, options);
  await new Promise((resolve) => setImmediate(resolve));
  time.abort();
  expect((await running).unknown).toMatchObject([{ reason: 'Ironic did not answer in time', fact: 'node' }]);
});

test('a check that breaks costs only itself and is heard by the log', async () => {
  const onBug = vi.fn();
  const broken = playbook(async () => Promise.reject(new TypeError('secret inside')));
  const { unknown } = await runPlaybooks([broken], factBook(facts), {
    signal: new AbortController().signal,
    lateReason: '',
    onBug,
  });
  expect(unknown).toMatchObject([{ kind: 'broken' }]);
  expect(unknown[0]?.reason).not.toContain('secret');
  expect(onBug).toHaveBeenCalledWith('p/c', expect.any(TypeError));
});
