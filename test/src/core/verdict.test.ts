import { expect, test } from 'vitest';
import type { Finding } from '../../../src/core/finding.ts';
import type { UnknownCheck } from '../../../src/core/report.ts';
import { verdictOf } from '../../../src/core/verdict.ts';

const finding = (cause: Finding['cause'], severity: Finding['severity']): Finding => ({
  code: cause,
  cause,
  summary: `${cause}.`,
  severity,
  confidence: 'confirmed',
  evidence: [{ bearing: 'proves', source: 'node.provision_state', observed: 'available' }],
  playbook: 'p',
  check: 'p/c',
  guide: 'states',
  missing: [],
});
const unknown = (
  kind: UnknownCheck['kind'],
  reason = 'Placement did not answer within 10 s',
): UnknownCheck => ({
  check: 'p/c',
  asks: '?',
  reason,
  kind,
});

test('a trouble is the verdict, whatever else is well', () => {
  expect(verdictOf([finding('node-locked', 'warning'), finding('healthy', 'info')], []).cause).toBe(
    'node-locked',
  );
});

test('a remark is not a trouble', () => {
  expect(verdictOf([finding('dhcp-pxe-boot', 'info'), finding('healthy', 'info')], []).cause).toBe('healthy');
});

test.each(['failed', 'broken'] as const)('nothing is healthy while a check %s', (kind) => {
  const verdict = verdictOf([finding('healthy', 'info')], [unknown(kind)]);
  expect(verdict.cause).toBe('insufficient-evidence');
  expect(verdict.summary).toContain('Placement did not answer');
});

test('what nobody read only makes health more modest', () => {
  const verdict = verdictOf([finding('healthy', 'info')], [unknown('not-read', 'logs were not read')]);
  expect(verdict).toMatchObject({ cause: 'healthy', confidence: 'likely' });
});

test('silence is not health', () => {
  expect(verdictOf([], []).cause).toBe('insufficient-evidence');
});

test('many reasons are counted, not listed', () => {
  const reasons = ['a', 'b', 'c', 'd'].map((reason) => unknown('failed', reason));
  expect(verdictOf([], reasons).summary).toBe('Cannot tell: a; b and 2 more.');
});
