import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeDiagnosis, loadPlaybooks } from '../../src/compose.ts';
import { loadConfig } from '../../src/config.ts';
import { refusalOf } from '../../src/diagnosis/diagnose.ts';
import { createLog } from '../../src/log.ts';

function folder(id: string, body: string): string {
  const path = mkdtempSync(join(tmpdir(), 'playbooks-'));
  writeFileSync(join(path, `${id}.ts`), body);
  return path;
}
const OWN = `
  const asks: string = 'Is the site well?';
  export default {
    id: 'our-site', title: 'Our site', guide: 'states', about: ['node'],
    checks: [{ id: 'well', asks, run: async () => undefined }],
  };`;

test('the folder is the registry: every playbook says what it asks, in a sentence', async () => {
  const playbooks = await loadPlaybooks([]);
  expect(playbooks.length).toBeGreaterThan(20);
  for (const { id, checks } of playbooks) {
    for (const check of checks) expect(check.asks, `${id}/${check.id}`).toMatch(/^[A-Z].{8,140}\?$/);
  }
});

test("a user's own TypeScript playbook is found without a build", async () => {
  const playbooks = await loadPlaybooks([folder('our-site', OWN)]);
  expect(playbooks.map((one) => one.id)).toContain('our-site');
});

test('two playbooks of one name are refused', async () => {
  await expect(loadPlaybooks([folder('our-site', OWN), folder('our-site', OWN)])).rejects.toThrow(/our-site/);
});

test.each([
  ['no title', "export default { id: 'x', about: ['node'], checks: [{ id: 'c' }] }", /needs a title/],
  [
    'no aspect',
    "export default { id: 'x', title: 'X', about: [], checks: [{ id: 'c' }] }",
    /what it is about/,
  ],
  ['no check', "export default { id: 'x', title: 'X', about: ['node'], checks: [] }", /at least one check/],
  [
    'two checks of one name',
    "export default { id: 'x', title: 'X', about: ['node'], checks: [{ id: 'c' }, { id: 'c' }] }",
    /same id/,
  ],
])('a playbook with %s is refused with its file', async (_, body, message) => {
  await expect(loadPlaybooks([folder('x', body)])).rejects.toThrow(message);
});

test.each([
  ['a folder that is not there', '/nowhere/at/all'],
  ['a playbook that cannot be read', folder('x', 'export default {')],
])('%s is a mistake in the configuration, told in words', async (_, path) => {
  const error = await loadPlaybooks([path]).catch((one: unknown) => one);
  expect(refusalOf(error)).toMatch(/^playbooks_path: /);
});

const CLOUD = {
  OS_AUTH_URL: 'http://127.0.0.1:9/v3',
  OS_USERNAME: 'u',
  OS_PASSWORD: 'p',
  OS_CLOUD_NAME: 'prod',
};

test.each([
  ['a cloud that is not there', "files: ['/x'], clouds: [prodd]", /none of prod; did you mean prod\?/],
  ['a placeholder that nobody knows', "files: ['/{node}']", /\{node\}/],
  [
    'a secret that is not set',
    "loki: 'http://127.0.0.1:9', query: '{a=\"b\"}', token_env: LOKI_TOKEN",
    /LOKI_TOKEN/,
  ],
])('a log source with %s is told at the start', async (_, source, words) => {
  const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'ironic-oncall.yml');
  writeFileSync(path, `logs: { sources: [{ ${source} }] }\n`);
  const config = loadConfig({ ...CLOUD, IRONIC_ONCALL_CONFIG: path });
  const log = createLog({ level: 'silent', destination: 2 });
  const options = { log, clock: () => new Date(), newReference: () => 'ref' };
  const error = await composeDiagnosis(config, options).catch((one: unknown) => one);
  expect(refusalOf(error)).toMatch(words);
});
