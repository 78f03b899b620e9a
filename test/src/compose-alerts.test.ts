import { describe, expect, it } from 'vitest';
import { composeAlerts, deedsOf, loadTriggers } from '../../src/compose-alerts.ts';
import { loadConfig } from '../../src/config.ts';
import type { Acting } from '../../src/core/acting.ts';
import { AlertsSchema } from '../../src/core/alert-config.ts';
import { type AuditEntry, EMPTY_DRAFT } from '../../src/core/audit-entry.ts';
import { ServiceError } from '../../src/core/errors.ts';
import { createLog } from '../../src/log.ts';
import { createCloud } from '../../src/openstack/cloud.ts';
import { startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { openStore } from '../../src/store/open-store.ts';
import { posted, TRIGGERS } from '../support/alerts.ts';
import { fakeActing } from './slack/support/acting.ts';

const entry = (seq: number, change: Partial<AuditEntry>): AuditEntry => ({
  ...EMPTY_DRAFT,
  kind: 'finished',
  at: '2026-11-22T03:14:00.000Z',
  words: 'done',
  cloud: 'prod',
  remediation: 'provide',
  node: 'uuid-17',
  requester: 'U0MAYA0001',
  votes: [{ by: 'U0JONAS001', at: '2026-11-22T03:13:00.000Z' }],
  code: 'succeeded',
  seq,
  previous: '',
  hash: '',
  ...change,
});

function journal(entries: readonly AuditEntry[]): { readonly acting: Acting; readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const audit: Acting['audit'] = async (query) => {
    asked.push(query);
    return entries;
  };
  return { acting: { ...fakeActing().acting, audit }, asked };
}

describe('what was carried out while an alert fired', () => {
  it('is what the journal has of the same cloud, with who asked and who agreed', async () => {
    const { acting, asked } = journal([
      entry(4, { remediation: 'of-an-older-release', votes: [], code: 'failed' }),
      entry(3, {}),
      entry(2, { kind: 'started' }),
      entry(1, { cloud: 'lab' }),
    ]);
    expect(await deedsOf(acting, 'prod', 'uuid-17', '2026-11-22T03:00:00.000Z')).toEqual([
      {
        node: 'uuid-17',
        label: 'Provide',
        requester: 'U0MAYA0001',
        approvers: ['U0JONAS001'],
        outcome: 'succeeded',
      },
      {
        node: 'uuid-17',
        label: 'of-an-older-release',
        requester: 'U0MAYA0001',
        approvers: [],
        outcome: 'failed',
      },
    ]);
    expect(asked).toMatchObject([{ node: 'uuid-17', since: '2026-11-22T03:00:00.000Z' }]);
  });

  it('is nothing where nobody has configured acting', async () => {
    expect(await deedsOf(undefined, 'prod', 'uuid-17', '2026-11-22T03:00:00.000Z')).toEqual([]);
  });
});

it('every trigger of the folder reads alerts', async () => {
  expect((await loadTriggers()).map(({ id }) => id)).toEqual(TRIGGERS.map(({ id }) => id));
});

it('who looks because of an alert reads the fleet anew: what was read a moment ago knows nothing of it', async () => {
  const cloud = await startSimulatedCloud();
  const store = await openStore({ file: ':memory:' });
  const asked: unknown[][] = [];
  const reading = Promise.withResolvers<void>();
  const log = createLog({ level: 'silent', destination: 2 });
  const config = loadConfig({ ...cloud.env, OS_CLOUD_NAME: 'demo' });
  const alerts = AlertsSchema.parse({ channels: ['C0ALERTS01'] });
  const never = () => Promise.reject(new Error('nobody draws here'));
  const half = await composeAlerts({
    config: { ...config, alerts },
    cloud: (name) => createCloud(config.clouds.get(name)),
    services: { diagnose: never },
    readings: {
      of: (...words) => {
        asked.push(words);
        reading.resolve();
        return Promise.reject(new ServiceError('away', { code: 'timeout', service: 'ironic' }));
      },
      stop: () => undefined,
    },
    acting: () => undefined,
    store,
    board: { story: never, storm: never, glance: async () => undefined },
    missed: () => undefined,
    log,
    clock: () => new Date(),
  });
  half.start();
  const firing = posted({
    channel: 'C0ALERTS01',
    text: '',
    attachments: [{ title: '[FIRING:1] IronicConductorDown', fallback: '[FIRING:1] IronicConductorDown' }],
  });
  const read = half.watch.reader.readEvent(firing) ?? expect.fail();
  await half.watch.intake.take(read);
  await reading.promise;
  expect(asked).toEqual([['demo', 0]]);
  await half.stop();
  await store.close();
  await cloud.close();
});
