import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportJson } from '../../src/core/report-json.ts';
import { type Lab, patientLab } from './lab.ts';
import { LAB_LOG } from './lab-logs.ts';

/**
 * What the services of a real cloud wrote, read from their own files. `.ci/run` lets conductor-1 write at DEBUG, as the
 * guide's tracing of locks needs it, and has somebody bump into a lock that a silent BMC keeps.
 */
let lab: Lab;
beforeAll(async () => {
  lab = await patientLab({ logs: true });
});
afterAll(() => lab[Symbol.asyncDispose]());

const evidenceOf = (report: ReportJson) => report.findings.flatMap((finding) => finding.evidence);

describe('lines of real services', () => {
  test('the lock on a node: holder, purpose and seconds agree with what the conductor wrote', async () => {
    const report = await lab.report('lab-locked');
    const uuid = report.node?.uuid ?? '';
    const written = (await readFile(join(LAB_LOG, 'conductor-1.log'), 'utf8'))
      .split('\n')
      .filter((line) => line.includes(`on node ${uuid} (lock was held`) && line.includes('exclusive'))
      .map((line) => Number(/lock was held ([\d.]+) sec/.exec(line)?.[1]));
    const held = written.filter((seconds) => seconds > 5).at(-1);
    expect(held, 'nobody held a lock; .ci/run arranges it').toBeDefined();
    const lock = report.findings.find((finding) => finding.code === 'log-node-locked');
    expect(lock?.summary, JSON.stringify(report, null, 1)).toBe(
      `"node update" was refused because conductor conductor-1 held the node for "changing node power state", and kept it for ${held} s.`,
    );
    expect(lock?.evidence.some((piece) => piece.source.includes('ironic-conductor@conductor-1'))).toBe(true);
  });

  test.each([
    ['lab-srv-capability', /ComputeCapabilitiesFilter: \(start: 1, end: 0\)/],
    ['lab-srv-invalid', /failed to validate|Cannot validate/i],
    ['lab-clean-failed', /Timeout reached while cleaning/],
  ])('%s: the line that tells is among the evidence', async (subject, line) => {
    const report = await lab.report(subject);
    const quoted = evidenceOf(report).filter((piece) => piece.source.startsWith('logs['));
    expect(quoted.map((piece) => piece.observed).join('\n'), JSON.stringify(report, null, 1)).toMatch(line);
    expect(report.unknown.filter((check) => check.check.startsWith('log-lines/'))).toEqual([]);
  });

  test('a node that is well stays well, whatever its old lines say', async () => {
    expect((await lab.report('lab-healthy')).verdict.cause).toBe('healthy');
    expect((await lab.report('lab-maint')).verdict.cause).toBe('operator-maintenance');
  });
});
