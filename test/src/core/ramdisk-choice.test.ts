import { describe, expect, test } from 'vitest';
import type { RamdiskLog } from '../../../src/core/facts.ts';
import { chooseLog, mayHaveLeftLog, ramdiskFailure } from '../../../src/core/ramdisk-choice.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';

const node = {
  ...HEALTHY_NODE,
  provision_state: 'clean failed',
  provision_updated_at: '2026-11-22T17:00:00+00:00',
} as unknown as Node;
const log = (time: string | null): RamdiskLog => ({
  file: `${time}`,
  place: '',
  collected_at: time && `2026-11-22T${time}Z`,
  instance_uuid: null,
  size: null,
  parts: [],
});

describe('the log of a failure', () => {
  test.each([
    ['16:59:20', true],
    ['16:46:00', true],
    ['17:02:00', true],
    ['16:40:00', false],
    ['17:10:00', false],
    [null, false],
  ])('collected at %s: %s', (time, own) => {
    expect(chooseLog([log(time)], node).own !== undefined).toBe(own);
  });

  test('an earlier one is kept apart', () => {
    const { own, earlier } = chooseLog([log('16:59:20'), log('12:00:00'), log('10:00:00')], node);
    expect([own?.file, earlier?.file]).toEqual(['16:59:20', '12:00:00']);
  });

  test('without the time of the failure nothing is taken for its own', () => {
    const undated = { ...node, provision_updated_at: null };
    expect(chooseLog([log('16:59:20')], undated)).toMatchObject({
      own: undefined,
      earlier: { file: '16:59:20' },
    });
  });
});

test('only failures that an agent takes part in leave one', () => {
  expect(ramdiskFailure(node)?.work).toBe('clean');
  for (const provision_state of ['adopt failed', 'unrescue failed', 'error', 'active', 'clean wait'])
    expect(ramdiskFailure({ ...node, provision_state })).toBeUndefined();
});

test.each([
  [null, true],
  ['words that nobody knows', true],
  ['Image failed to verify against checksum', true],
  ['Timeout reached while waiting for callback for node x', false],
  ['Timeout reached while cleaning the node. Failed on step {}.', false],
  ['Failed to prepare to deploy: boom', false],
  ['IPMI call failed: power status.', false],
])('after %j: %s', (words, left) => {
  expect(mayHaveLeftLog(words)).toBe(left);
});
