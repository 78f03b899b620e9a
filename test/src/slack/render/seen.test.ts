import { expect, test } from 'vitest';
import { changeLine, differences, seenLine, seenShort } from '../../../../src/slack/render/seen.ts';

const WAITS = {
  provision_state: 'clean wait',
  target_provision_state: 'available',
  provision_updated_at: '2026-11-22T03:02:00+00:00',
  power_state: 'power on',
  target_power_state: '',
  instance_uuid: '',
  reservation: '',
  maintenance: 'false',
  fault: '',
  last_error: '',
  updated_at: '2026-11-22T03:02:00+00:00',
};
const FAILED = {
  ...WAITS,
  provision_state: 'clean failed',
  provision_updated_at: '2026-11-22T03:14:00+00:00',
  last_error: 'By request, the clean operation was aborted',
};

test('a node is told as somebody would tell it who looks at it', () => {
  expect(seenLine(WAITS)).toBe(
    '`clean wait` (on the way to `available`), power on, no instance, not reserved',
  );
  expect(
    seenLine({
      ...FAILED,
      maintenance: 'true',
      maintenance_reason: 'disk sdb is frozen',
      fault: 'clean failure',
    }),
  ).toBe(
    '`clean failed`, power on, no instance, not reserved, in maintenance: `disk sdb is frozen`, fault `clean failure`',
  );
  expect(seenLine({ ...WAITS, power_state: '', reservation: 'conductor-1', instance_uuid: 'i-1' })).toContain(
    'power state unknown, instance `i-1`, reserved by `conductor-1`',
  );
});

test('what is no node is told field by field', () => {
  expect(seenLine({ status: 'disabled', state: 'up', disabled_reason: '' })).toBe(
    'status `disabled`, state `up`',
  );
  expect(seenShort({ status: 'disabled' })).toBe('status `disabled`');
  expect(seenLine({})).toBe('');
});

test('a reason has no room in a question', () => {
  expect(seenShort({ ...FAILED, maintenance: 'true', maintenance_reason: 'x'.repeat(160) })).toBe(
    '`clean failed`, power on, no instance, not reserved, in maintenance',
  );
});

test('a change is what both looks saw and what differs, times aside', () => {
  expect(changeLine(WAITS, FAILED)).toBe(
    '`clean wait` → `clean failed`, last_error `none` → `By request, the clean operation was aborted`',
  );
  expect(changeLine(WAITS, { provision_state: 'clean wait' })).toBe('');
});

test('hostile words stay words', () => {
  const line = seenLine({ provision_state: '<!channel>`*x*', fault: '<@U1> ```' });
  expect(line).not.toMatch(/<[!@]/);
  expect(differences({ a: '<!here>' }, { a: 'b' }, [])[0]).toBe('• a `&lt;!here&gt;` → `b`');
});
