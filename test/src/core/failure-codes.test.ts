import { expect, it } from 'vitest';
import { OPERATIONS } from '../../../src/core/failed-operation.ts';
import { failureCode, failureCodes, noReasonCode } from '../../../src/core/failure-codes.ts';

it('names operation and cause, and the ramdisk that never called by itself', () => {
  const clean = OPERATIONS['clean failed'];
  expect(failureCode(clean, 'network-vif')).toBe('clean-failed-network-vif');
  expect(failureCode(clean, 'wait-callback-timeout')).toBe('clean-callback-timeout');
});

it('knows the codes of one cause for all operations', () => {
  const codes = failureCodes('conductor-oom');
  expect(codes).toHaveLength(Object.keys(OPERATIONS).length);
  expect(codes).toContain('tear-down-failed-conductor-oom');
});

it('names the state that has no reason', () => {
  expect(noReasonCode('deploy failed')).toBe('deploy-failed-no-reason');
});
