import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { definePlaybook } from '../../src/own-playbook.ts';
import { OUR_SITE } from '../support/own-playbook.ts';

const folder = mkdtempSync(join(tmpdir(), 'own-playbook-'));
afterAll(() => rmSync(folder, { recursive: true }));

test("a user's own playbook imports what it needs by our name, from any folder", async () => {
  mkdirSync(join(folder, 'own'));
  writeFileSync(join(folder, 'own', 'our-site.ts'), OUR_SITE);
  writeFileSync(join(folder, 'ironic-oncall.yml'), 'playbooks_path: [own]');
  const terminal = fileURLToPath(new URL('../../src/terminal.ts', import.meta.url));
  const options = { env: { PATH: process.env['PATH'], HOME: folder }, cwd: folder };
  const asked = promisify(execFile)(process.execPath, [terminal, '--explain', 'OUR-SITE is down'], options);
  const { stdout } = await asked.catch((error: { stdout: string }) => error);
  expect(stdout).toContain('[confirmed] node-locked: Our site says so.');
});

test('it is the same that our own playbooks use', async () => {
  expect((await import('../../src/core/playbook.ts')).definePlaybook).toBe(definePlaybook);
});
