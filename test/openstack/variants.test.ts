import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ReportJson } from '../../src/core/report-json.ts';
import { type Lab, patientLab, type Told } from './lab.ts';

/**
 * The real laboratory through other eyes: its clouds.yaml has, beside the one that OS_CLOUD names, `lab-system` (an
 * administrator in system scope) and `lab-demo` (a plain member of a project).
 */
const file = process.env['OS_CLIENT_CONFIG_FILE'] ?? '';
const known = existsSync(file) ? Object.keys((parse(readFileSync(file, 'utf8')) as Clouds).clouds ?? {}) : [];
interface Clouds {
  readonly clouds?: Readonly<Record<string, unknown>>;
}

interface Unresolved {
  readonly kind: string;
  readonly unreadable: readonly string[];
}

let lab: Lab;
beforeAll(async () => {
  lab = await patientLab();
});
afterAll(() => lab[Symbol.asyncDispose]());
const json = (out: Told) => JSON.parse(out.stdout) as ReportJson & Unresolved;

describe.runIf(known.includes('lab-system'))('an administrator in system scope', () => {
  test.each([
    ['lab-healthy', 'healthy'],
    ['lab-srv-active', 'healthy'],
    ['lab-maint', 'operator-maintenance'],
    ['lab-srv-no-class', 'nvh-resource-class'],
  ])('%s is %s', async (subject, cause) => {
    const report = json(await lab.why(subject, '--cloud', 'lab-system', '--json'));
    expect(report.verdict, JSON.stringify(report.unknown)).toMatchObject({ cause });
    expect(report.unknown).toEqual([]);
  });
});

describe.runIf(known.includes('lab-demo'))('a plain member', () => {
  test.each(['lab-healthy', 'lab-bmc-dead', 'lab-srv-active'])(
    'is not told that there is no %s, but what could not be seen',
    async (subject) => {
      const out = await lab.why(subject, '--cloud', 'lab-demo', '--json');
      expect(out.code).toBe(2);
      expect(json(out)).toMatchObject({ kind: 'none' });
      expect(json(out).unreadable.join('\n')).toMatch(
        /instances of other projects.*nodes of other projects/s,
      );
    },
  );

  test('gets no cause from lists that were cut for it', async () => {
    const out = await lab.why('bm.healthy', '--cloud', 'lab-demo', '--json');
    expect(out.code).toBe(2);
    expect(json(out).verdict.cause).toBe('insufficient-evidence');
    expect(JSON.stringify(json(out).unknown)).toContain('only the nodes of its own project');
  });
});

describe('names', () => {
  // Nova's filter is a regular expression of the database, and some databases fail over longer characters.
  test.each(['web.+(1)', '[x', 'a|b', '^$', 'back\\slash', '50%', 'wéb-日本', '🦆', '10.9.9.9', '..'])(
    'that nothing has, such as %s, are looked for without a failure',
    async (name) => {
      const out = await lab.why('--json', '--', name);
      expect(json(out)).toMatchObject({ kind: 'none', unreadable: [] });
    },
  );
});

test('a cloud that is not configured gets the nearest name', async () => {
  const [first = 'lab'] = known;
  const out = await lab.why('anything', '--cloud', `${first}x`);
  expect(out.code).toBe(3);
  expect(out.stderr).toContain(`did you mean ${first}?`);
});
