import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../../src/core/failed-operation.ts';
import { failureFinding, named } from '../../../src/core/failure-finding.ts';
import { propose } from '../../../src/core/remediation.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from '../../support/facts.ts';

const WAY_OUT = { proposals: [propose('manage', { node: 'x' })], steps: [{ text: 'Leave it.' }] };
const find = (last_error: string | null) =>
  failureFinding({
    node: NodeSchema.parse({
      ...HEALTHY_NODE,
      provision_state: 'clean failed',
      provision_updated_at: minutesAgo(72),
      last_error,
    }),
    history: [],
    operation: OPERATIONS['clean failed'],
    now: new Date(NOW),
    wayOut: WAY_OUT,
  });

it('puts the reason first and the way out last', () => {
  const { proposals, steps } = find('Timeout reached while cleaning the node. Failed on step {}.');
  expect(proposals?.[0]?.id).toBe('manage');
  expect(steps?.at(-1)).toEqual({ text: 'Leave it.' });
});

it('names what else hides behind vague words, and nothing else behind telling ones', () => {
  const text = (last_error: string) =>
    find(last_error)
      .steps?.map((one) => one.text)
      .join('\n');
  expect(text('Timeout reached while cleaning the node. Failed on step {}.')).toMatch(
    /Also known behind these words/,
  );
  expect(text('Protected device located, cleaning aborted.')).not.toMatch(/Also known behind these words/);
});

it('always offers a way out, also when it cannot tell why', () => {
  for (const error of [null, 'the dog ate it']) {
    expect(find(error)).toMatchObject({ cause: 'insufficient-evidence', severity: 'critical' });
    expect(find(error).steps?.at(-1)).toEqual({ text: 'Leave it.' });
  }
  expect(find(null).evidence[0]?.observed).toBe('clean failed for 1 h 12 min');
});

describe('names to type', () => {
  it('are placeholders where nothing safe is known', () => {
    const node = NodeSchema.parse({ ...HEALTHY_NODE, name: '$(reboot)', conductor: 'c; reboot' });
    expect(named(node)).toEqual({ node: HEALTHY_NODE.uuid, conductor: '<conductor>' });
  });
});
