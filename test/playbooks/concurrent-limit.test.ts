import { describe, expect, it } from 'vitest';
import concurrentLimit from '../../playbooks/concurrent-limit.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { onlyFinding, stepsOf } from '../support/findings.ts';

const refused = (task: string) =>
  `Unable to process request at this time. The concurrent action limit for ${task} has been reached. Please contact your administrator and try again later.`;
const failedServer = (message: string) => ({
  id: '33333333-3333-4333-8333-333333333333',
  name: 'web-1',
  status: 'ERROR',
  fault: { code: 500, message, created: minutesAgo(4) },
});
const fleet = (state: string, count: number, minutes: number, fields: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, index) => ({
    ...HEALTHY_NODE,
    uuid: `${state}-${index}`,
    name: `${state}-${index}`,
    provision_state: state,
    provision_updated_at: minutesAgo(minutes + index / 60),
    ...fields,
  }));

describe('a server that Ironic refused to deploy', () => {
  const facts = {
    instance: failedServer(`Failed to provision instance x: ${refused('provisioning')}`),
    instance_actions: [],
    nodes: [
      ...fleet('deploying', 200, 5, { owner: 'p1' }),
      ...fleet('wait call-back', 60, 7, { conductor_group: 'rack-b' }),
      ...fleet('cleaning', 10, 7),
    ],
  };
  it('is told with the counts, the default and the wave', async () => {
    const found = await onlyFinding(concurrentLimit, facts);
    expect(found).toMatchObject({
      code: 'concurrent-limit-reached',
      cause: 'concurrent-action-limit',
      confidence: 'confirmed',
      guide: 'concurrent-action-limit',
      summary:
        'Ironic refused the request because as many deploys as it allows at once were in hand; a retry is safe.',
    });
    const observed = found.evidence.map((piece) => piece.observed).join('\n');
    expect(observed).toContain('200 deploying, 60 wait call-back, together 260; the default limit is 250');
    expect(observed).toContain('by conductor group: 200 without, 60 "rack-b"');
    expect(observed).toContain('200 of them belong to project p1');
    expect(observed).not.toContain('cleaning');
    expect(stepsOf(found)).toContain('hidden from the API on purpose');
    expect(stepsOf(found)).not.toContain('fewer are in hand');
  });
  it('says when fewer are in hand than the default allows', async () => {
    const found = await onlyFinding(concurrentLimit, { ...facts, nodes: fleet('deploying', 8, 3) });
    expect(stepsOf(found)).toContain('a lower limit is set here');
  });
  it('is told without counts when the list cannot be read', async () => {
    const found = await onlyFinding(concurrentLimit, { ...facts, unread: { nodes: 'no' }, nodes: undefined });
    expect(found.evidence).toHaveLength(1);
    expect(found.missing.map(({ fact }) => fact)).toEqual(['nodes']);
  });
});

it('counts tear-downs with the cleanings', async () => {
  const found = await onlyFinding(concurrentLimit, {
    message: refused('unprovisioning'),
    nodes: [...fleet('deleting', 2, 1), ...fleet('clean wait', 48, 90), ...fleet('deploying', 9, 1)],
  });
  expect(found.summary).toContain('as many cleanings');
  expect(found.evidence.map((piece) => piece.observed).join()).toContain(
    '48 clean wait, 2 deleting, together 50',
  );
});

it('says when only one resource class was counted', async () => {
  const node = { ...HEALTHY_NODE, provision_state: 'clean failed', last_error: refused('cleaning') };
  const found = await onlyFinding(concurrentLimit, { node, history: [], nodes: fleet('cleaning', 3, 1) });
  expect(found.evidence[1]?.observed).toContain('of resource class baremetal alone');
});

it('no free worker is another thing: the pool of one conductor, and safe to send again', async () => {
  const found = await onlyFinding(concurrentLimit, {
    message: 'Requested action cannot be performed due to lack of free conductor workers.',
    nodes: [],
  });
  expect(found).toMatchObject({ code: 'no-free-workers', guide: 'api-errors', confidence: 'confirmed' });
  expect(stepsOf(found)).toContain('workers_pool_size');
});

it.each([
  ['a healthy node with a busy fleet', { node: HEALTHY_NODE, nodes: fleet('deploying', 250, 1) }],
  ['a server that is well', { instance: { ...failedServer(refused('provisioning')), status: 'ACTIVE' } }],
  [
    'a quota of Nova',
    { instance: failedServer('Quota exceeded for instances: limit reached'), instance_actions: [] },
  ],
])('%s is no refusal', async (_, facts) => {
  const { findings, clear } = await examine(concurrentLimit, facts);
  expect(findings).toEqual([]);
  expect(clear).toHaveLength(2);
});

it('says that it could not see the server', async () => {
  const { unknown } = await examine(concurrentLimit, {
    subject: { cloud: 'lab', kind: 'instance', name: 'web-1', aspects: ['instance'] },
    unread: { instance: 'Nova did not answer' },
  } as never);
  expect(unknown.map(({ reason }) => reason)).toEqual(['Nova did not answer', 'Nova did not answer']);
});
