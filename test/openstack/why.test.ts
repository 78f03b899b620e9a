import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, patientLab } from './lab.ts';

/**
 * The command that an engineer types, against the cloud that OS_CLOUD names: the laboratory whose nodes and servers
 * are each in one kind of real trouble. Nothing here is simulated.
 */
let lab: Lab;
async function why(subject: string) {
  const { code, ...report } = await lab.report(subject);
  return { code, report };
}

/** Names of nodes and servers, and the causes that are right there, the best first. */
const NODES: readonly (readonly [string, readonly string[]])[] = [
  ['lab-healthy', ['healthy']],
  ['lab-server', ['healthy']],
  ['lab-limit', ['healthy']],
  ['lab-maint', ['operator-maintenance']],
  ['lab-invalid', ['request-invalid']],
  ['lab-build', ['wait-callback-timeout']],
  ['lab-clean-wait', ['wait-callback-timeout']],
  ['lab-deploy-wait', ['wait-callback-timeout']],
  ['lab-inspect-wait', ['wait-callback-timeout']],
  ['lab-clean-failed', ['wait-callback-timeout']],
  ['lab-deploy-failed', ['wait-callback-timeout']],
  ['lab-bmc-dead', ['power-sync-failure', 'ipmi-unreachable']],
  ['lab-verify-failed', ['ipmi-unreachable']],
  ['lab-redfish-failed', ['redfish-bmc-error']],
  ['lab-iface-gone', ['interface-not-enabled']],
  ['lab-orphan-deploying', ['stuck-ing-state']],
  ['lab-orphan-verifying', ['stuck-ing-state']],
  // Its lock is held for about a minute when the scenario is made; after that it is a node without a deploy kernel.
  ['lab-locked', ['node-locked', 'power-sync-failure', 'request-invalid']],
];
const SERVERS: readonly (readonly [string, readonly string[]])[] = [
  ['lab-srv-active', ['healthy']],
  ['lab-srv-building', ['wait-callback-timeout']],
  ['lab-srv-no-class', ['nvh-resource-class']],
  ['lab-srv-maint', ['nvh-no-available-node']],
  ['lab-srv-trait', ['nvh-properties-capabilities']],
  ['lab-srv-capability', ['nvh-properties-capabilities']],
  ['lab-srv-invalid', ['nvh-behind-deploy-error']],
  // The service that was disabled then is enabled again: only what it left behind can still be read.
  ['lab-srv-disabled', ['nvh-compute-service']],
];
const OTHERS: readonly (readonly [string, readonly string[]])[] = [
  ['52:54:00:1a:b0:77', ['mac-address-in-use']],
  ['bm.nobody', ['nvh-resource-class']],
  ['bm.trait', ['nvh-properties-capabilities']],
  ['bm.healthy', ['healthy']],
];

/**
 * For five minutes a silent ramdisk may as well be booting, and the bot says so. The nodes that wait for ever are older
 * than that by the time they are asked about.
 */
const BOOT_MS = 5 * 60_000 + 15_000;
const WAITING = ['lab-clean-wait', 'lab-deploy-wait', 'lab-inspect-wait', 'lab-build'];

beforeAll(async () => {
  lab = await patientLab();
  const since = await Promise.all(
    WAITING.map(async (name) => Date.parse((await why(name)).report.node?.provision_updated_at ?? '')),
  );
  expect(since, 'the nodes that wait for ever are not all there').not.toContain(Number.NaN);
  const left = Math.max(...since) + BOOT_MS - Date.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}, 2 * BOOT_MS);
afterAll(() => lab[Symbol.asyncDispose]());

describe('the right cause of a real trouble', () => {
  test.each([...NODES, ...SERVERS, ...OTHERS])('%s', async (subject, causes) => {
    const { report, code } = await why(subject);
    expect(causes, JSON.stringify(report, null, 1)).toContain(report.verdict.cause);
    expect(code).toBe(
      report.verdict.cause === 'healthy' ? 0 : report.verdict.cause === 'insufficient-evidence' ? 2 : 1,
    );
    // Every finding says where to look again, and when that was read.
    for (const finding of report.findings) {
      for (const piece of finding.evidence)
        expect(piece.at, `${finding.code} ${piece.source}`).not.toBeNull();
    }
  });
});

describe('what a person may type', () => {
  test('a UUID without dashes, the MAC of a port, the address of a BMC lead to the same node', async () => {
    const { report } = await why('lab-bmc-dead');
    const uuid = report.node?.uuid ?? '';
    for (const words of [uuid, uuid.replaceAll('-', ''), '52:54:00:1a:b0:22', '52-54-00-1A-B0-22']) {
      expect((await why(words)).report.node?.uuid, words).toBe(uuid);
    }
  });

  test('a slip of the fingers is answered with the name that was meant', async () => {
    const { report, code } = await why('lab-helathy');
    expect(code).toBe(2);
    expect((report as unknown as { nearest: string[] }).nearest[0]).toBe('lab-healthy');
  });
});
