import { expect, test } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { definePlaybook } from '../../../src/core/playbook.ts';
import { createDiagnosis } from '../../../src/diagnosis/diagnose.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { HEALTHY_NODE, NOW } from '../../support/facts.ts';

/** Says "healthy" of any node, and asks one thing more. */
const playbook = definePlaybook({
  id: 'p',
  title: 'P',
  guide: 'node-locked',
  about: ['node'],
  checks: [
    {
      id: 'well',
      asks: 'Is it well?',
      run: async (facts) => ({
        code: 'healthy-available',
        cause: 'healthy',
        summary: 'It is well.',
        severity: 'info',
        evidence: [
          {
            bearing: 'proves',
            source: 'node.provision_state',
            observed: (await facts.node()).provision_state,
          },
        ],
      }),
    },
    {
      id: 'served',
      asks: 'Is it served?',
      run: async (facts) => void (await facts.conductors()),
    },
  ],
});

interface Ironic {
  getNode(): Promise<unknown>;
  conductors(): Promise<unknown>;
  collectNodes?(): Promise<unknown>;
}

function diagnosisOn(ironic: Ironic) {
  const nova = { findServersByName: async () => [], flavors: async () => [] };
  return createDiagnosis({
    playbooks: [playbook],
    cloud: () => ({ name: 'lab', ironic, nova }) as unknown as Cloud,
    clock: () => new Date(NOW),
    deadlineMs: 60_000,
    newReference: () => 'ref',
    log: { info: () => undefined, error: () => undefined },
  });
}

async function liveAndAgain(ironic: Ironic, signal?: AbortSignal) {
  const diagnosis = diagnosisOn(ironic);
  const live = await diagnosis.diagnose('node-17', 'lab', signal);
  if (live.kind !== 'report') throw new Error('no report');
  const again = await diagnosis.replay(JSON.parse(JSON.stringify(live.snapshot())));
  return { live: live.report, again: again.report };
}

test('a read that was still under way at the end is missing in the snapshot too', async () => {
  const end = new AbortController();
  const conductors = async () => {
    setImmediate(() => end.abort());
    return new Promise(() => undefined);
  };
  const { live, again } = await liveAndAgain({ getNode: async () => HEALTHY_NODE, conductors }, end.signal);
  expect(live.verdict.cause).toBe('insufficient-evidence');
  expect(again.verdict).toEqual(live.verdict);
});

test('an answer that comes after the report is not in its snapshot', async () => {
  const end = new AbortController();
  let answer: (value: unknown) => void = () => undefined;
  const conductors = () => {
    setImmediate(() => end.abort());
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  const diagnosis = diagnosisOn({ getNode: async () => HEALTHY_NODE, conductors });
  const live = await diagnosis.diagnose('node-17', 'lab', end.signal);
  answer([]);
  await new Promise((resolve) => setImmediate(resolve));
  if (live.kind !== 'report') throw new Error('no report');
  expect(live.snapshot()).toMatchObject({ unread: { conductors: { kind: 'failed' } } });
});

test('a node that could not be read is asked the same questions again', async () => {
  const sick = async () => {
    throw new ServiceError('Ironic is down', { code: 'unreachable', service: 'ironic' });
  };
  const { live, again } = await liveAndAgain({ getNode: sick, conductors: sick, collectNodes: sick });
  expect(live.verdict.summary).toContain('Ironic is down');
  expect(again.verdict).toEqual(live.verdict);
  expect(again.unknown).toEqual(live.unknown);
});
