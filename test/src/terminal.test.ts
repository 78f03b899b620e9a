import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ReportJson } from '../../src/core/report-json.ts';
import { HEALTHY_NODE, NOW } from '../support/facts.ts';

const TERMINAL = fileURLToPath(new URL('../../src/terminal.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'terminal-'));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as scripts run it: no cloud, no network, an environment of its own. */
function run(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'], HOME: folder }, cwd: folder };
    execFile(process.execPath, [TERMINAL, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

function snapshot(name: string, content: unknown): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const CONDUCTOR = {
  hostname: 'conductor-1',
  conductor_group: '',
  alive: true,
  drivers: ['ipmi'],
  updated_at: NOW,
};
const VALID = { power: { result: true }, management: { result: true } };
const HEALTHY = {
  now: NOW,
  node: HEALTHY_NODE,
  conductors: [CONDUCTOR],
  validation: VALID,
  history: [],
  resource_provider: { uuid: HEALTHY_NODE.uuid, generation: 3 },
  inventories: { CUSTOM_BAREMETAL: { total: 1, reserved: 0 } },
  allocations: {},
};

test('0: a healthy node, from a file alone', async () => {
  const { code, stdout } = await run('--snapshot', snapshot('healthy', HEALTHY), '--json');
  const report = JSON.parse(stdout) as ReportJson;
  expect(report.verdict.cause, stdout).toBe('healthy');
  expect(code).toBe(0);
});

test('1: findings, with everything that a script needs', async () => {
  const message =
    'Node 1be26c0b is locked by host conductor-2, please retry after the current operation is completed.';
  const { code, stdout } = await run('--snapshot', snapshot('locked', { message }), '--json');
  const report = JSON.parse(stdout) as ReportJson;
  expect(code).toBe(1);
  expect(report).toMatchObject({
    subject: { kind: 'message' },
    verdict: { cause: 'node-locked' },
    cost: { requests: 0 },
  });
  const [finding] = report.findings;
  expect(Object.keys(finding ?? {})).toEqual(
    expect.arrayContaining([
      'playbook',
      'code',
      'cause',
      'summary',
      'severity',
      'confidence',
      'evidence',
      'missing',
      'remediations',
      'guide',
    ]),
  );
  expect(Object.keys(finding?.evidence[0] ?? {})).toEqual(
    expect.arrayContaining(['bearing', 'source', 'observed', 'at']),
  );
});

test('2: what cannot be told', async () => {
  const { code, stdout } = await run('--explain', 'lorem ipsum dolor sit amet', '--json');
  expect((JSON.parse(stdout) as ReportJson).verdict.cause).toBe('insufficient-evidence');
  expect(code).toBe(2);
});

test.each([
  ['nothing to ask about', []],
  ['an unknown option', ['node-17', '--cluod', 'x']],
  ['two questions at once', ['node-17', '--explain', 'x']],
  ['a snapshot that is not there', ['--snapshot', '/nowhere/at/all.json']],
  ['a snapshot that is not JSON', ['--snapshot', snapshot('text', 'not json')]],
  ['a snapshot without facts', ['--snapshot', snapshot('empty', {})]],
  ['no cloud', ['node-17']],
])('3: %s, in words and without a stack', async (_, args) => {
  const { code, stdout, stderr } = await run(...args);
  expect(code).toBe(3);
  expect(stdout).toBe('');
  expect(stderr.length).toBeGreaterThan(20);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('for a person the verdict stands first, and outside text cannot steer the terminal', async () => {
  const hostile =
    'Timeout reached while waiting for callback for node x \u001b[31mred\u001b[0m \u202egnp.exe \u0007';
  const file = snapshot('hostile', {
    now: NOW,
    node: {
      ...HEALTHY_NODE,
      provision_state: 'deploy failed',
      last_error: hostile,
      name: 'evil\u001b[2Jname',
    },
  });
  const { stdout } = await run('--snapshot', file);
  expect(stdout.split('\n')[0]).toContain('name');
  expect(stdout).toContain('wait-callback-timeout');
  expect(stdout).not.toMatch(/[\u0007\u001b\u202e]/u);
});

test('a snapshot can be saved and gives the same answer again', async () => {
  const saved = join(folder, 'saved.json');
  const first = await run('--snapshot', snapshot('first', HEALTHY), '--json', '--save-snapshot', saved);
  expect(first.code).toBe(0);
  expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ node: { name: 'node-17' } });
  const second = await run('--snapshot', saved, '--json');
  expect((JSON.parse(second.stdout) as ReportJson).verdict).toEqual(
    (JSON.parse(first.stdout) as ReportJson).verdict,
  );
});

test('a byte order mark in front is no mistake', async () => {
  const { code } = await run('--snapshot', snapshot('bom', `\ufeff${JSON.stringify(HEALTHY)}`));
  expect(code).toBe(0);
});

test('a snapshot that cannot be written costs the file, not the answer', async () => {
  const nowhere = join(folder, 'not', 'there.json');
  const { code, stdout, stderr } = await run('--explain', 'lorem ipsum', '--save-snapshot', nowhere);
  expect(stdout).toContain('pasted text');
  expect(stderr).toMatch(/^The snapshot cannot be written to .*ENOENT/);
  expect(code).toBe(3);
});

test('2: a bug, also one of a playbook of the user, is no finding', async () => {
  const finding = `{ code: 'c', cause: 'node-locked', summary: 'x', severity: 'info', guide: 'no such section',
    evidence: [{ bearing: 'proves', source: 'message', observed: 'x' }] }`;
  const checks = `[{ id: 'c', asks: 'Is it?', run: async () => (${finding}) }]`;
  const own = `export default { id: 'own', title: 'Own', guide: 'states', about: ['message'], checks: ${checks} };`;
  mkdirSync(join(folder, 'own'));
  writeFileSync(join(folder, 'own', 'own.mjs'), own);
  const file = join(folder, 'ironic-oncall.yml');
  writeFileSync(file, 'playbooks_path: [own]');
  const { code, stderr } = await run('--explain', 'lorem ipsum');
  rmSync(file);
  expect(stderr).toContain('TypeError');
  expect(code).toBe(2);
});
