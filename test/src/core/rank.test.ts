import { expect, test } from 'vitest';
import type { Finding } from '../../../src/core/finding.ts';
import { rank } from '../../../src/core/rank.ts';

const finding = (code: string, rest: Partial<Finding> = {}): Finding => ({
  code,
  cause: 'node-locked',
  summary: code,
  severity: 'warning',
  confidence: 'likely',
  evidence: [{ bearing: 'supports', source: 'node.reservation', observed: 'x' }],
  playbook: 'p',
  check: 'p/c',
  guide: 'node-locked',
  missing: [],
  ...rest,
});
const codes = (findings: readonly Finding[]) => findings.map((one) => one.code);

test('the worst comes first, the surer first among equals', () => {
  expect(
    codes(
      rank([
        finding('a', { severity: 'info', confidence: 'confirmed' }),
        finding('b', { confidence: 'possible' }),
        finding('c', { confidence: 'confirmed' }),
        finding('d', { severity: 'critical', confidence: 'possible' }),
      ]),
    ),
  ).toEqual(['d', 'c', 'b', 'a']);
});

test('a symptom goes under its reason, also when it is the louder of the two', () => {
  const ranked = rank([
    finding('symptom', { severity: 'critical' }),
    finding('reason', { explains: ['symptom'] }),
  ]);
  expect(codes(ranked)).toEqual(['reason', 'symptom']);
  expect(ranked[1]?.explained_by).toBe('reason');
});

test('a mere guess does not explain away what is confirmed', () => {
  const ranked = rank([
    finding('fact', { severity: 'critical', confidence: 'confirmed' }),
    finding('guess', { confidence: 'possible', explains: ['fact'] }),
  ]);
  expect(ranked[0]?.code).toBe('fact');
  expect(ranked[0]?.explained_by).toBeUndefined();
});

test('two findings that claim each other stay side by side', () => {
  const ranked = rank([finding('a', { explains: ['b'] }), finding('b', { explains: ['a'] })]);
  expect(ranked.every((one) => one.explained_by === undefined)).toBe(true);
});

test('one code is one finding, the surer one', () => {
  const ranked = rank([finding('a', { confidence: 'possible' }), finding('a', { confidence: 'confirmed' })]);
  expect(ranked).toHaveLength(1);
  expect(ranked[0]?.confidence).toBe('confirmed');
});

test('what a log says of the same cause goes under what the facts say, and stands alone where they say nothing', () => {
  const said = finding('said', { severity: 'critical', confidence: 'possible' });
  const echo = finding('log-said', { severity: 'critical', confidence: 'confirmed', echoes: true });
  expect(rank([echo, said]).map((one) => [one.code, one.explained_by])).toEqual([
    ['said', undefined],
    ['log-said', 'said'],
  ]);
  expect(rank([echo])[0]?.explained_by).toBeUndefined();
  expect(rank([echo, finding('other', { cause: 'network-vif' })])[0]?.code).toBe('log-said');
  // A remark must not swallow what is serious.
  expect(rank([echo, finding('remark', { severity: 'info' })])[0]).toMatchObject({ code: 'log-said' });
});

test('an echo that tells no cause goes under one that it is heard with, and under no other', () => {
  const echo = (echoes: Finding['echoes'] & object) =>
    finding('log', { severity: 'critical', cause: 'insufficient-evidence', echoes });
  const told = finding('told', { severity: 'critical' });
  expect(rank([told, echo(['node-locked'])])[1]).toMatchObject({ code: 'log', explained_by: 'told' });
  expect(rank([told, echo(['agent-tls'])]).every((one) => one.explained_by === undefined)).toBe(true);
});
