import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
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

test('what the simulated conductors keep in Swift is configured, unless a real cloud is', async () => {
  const local = await startLocal({ slack: true, cloud: false }, {});
  expect(local.defaults).toEqual({ ramdiskLogs: [{ swift: 'ironic_deploy_logs_container' }] });
  await local.close();
  const real = await startLocal({ slack: true, cloud: true }, {});
  expect(real.defaults).toEqual({});
  await real.close();
});
