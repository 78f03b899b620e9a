import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { refusalOf } from '../../src/diagnosis/diagnose.ts';
import { startLocal } from '../../src/local.ts';

test('a port that somebody else has is told in words that name the variable', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  try {
    const error = await startLocal({ slack: false, cloud: true }, {}, { port }).catch((one: unknown) => one);
    expect(refusalOf(error)).toContain(`IRONIC_ONCALL_PAGE_PORT is ${port}`);
  } finally {
    other.close();
  }
});

test('what the simulated services log is configured, unless a real cloud is or a file says otherwise', async () => {
  const local = await startLocal({ slack: true, cloud: false }, {});
  expect(local.defaults).toMatchObject({
    logs: { sources: [{ loki: local.cloud?.loki?.url, query: '{job="openstack"}' }] },
    ramdiskLogs: [{ swift: 'ironic_deploy_logs_container' }],
  });
  expect(loadConfig(local.env, local.defaults).logs).toEqual(local.defaults.logs);
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-local-'));
  const file = join(folder, 'ironic-oncall.yml');
  writeFileSync(file, "logs: { sources: [{ files: ['/var/log/hosts/{host}/{service}.log'] }] }\n");
  const told = loadConfig({ ...local.env, IRONIC_ONCALL_CONFIG: file }, local.defaults);
  expect(told.logs?.sources).toMatchObject([{ files: ['/var/log/hosts/{host}/{service}.log'] }]);
  rmSync(folder, { recursive: true });
  await local.close();
  const real = await startLocal({ slack: true, cloud: true }, {});
  expect(real.defaults).toEqual({});
  await real.close();
});
