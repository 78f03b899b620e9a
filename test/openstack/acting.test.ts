import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../src/audit/journal.ts';
import { verifyJournal } from '../../src/audit/verify.ts';
import { type Bot, startBot } from '../../src/bot.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import type { AuditEntry } from '../../src/core/audit-entry.ts';
import { type Local, startLocal } from '../../src/local.ts';
import { createLog } from '../../src/log.ts';
import { type Cloud, createCloud } from '../../src/openstack/cloud.ts';
import { createWriter, type WriteCall, type Writer } from '../../src/openstack/writer.ts';
import { AUDIT_CHANNEL, STAFF, USERGROUP } from '../../src/sandbox/slack/seed.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import type { Message } from '../../src/sandbox/slack/types.ts';
import { openStore } from '../../src/store/open-store.ts';
import { askIn } from '../support/bot.ts';
import { approve, outcome, report, request, statusOf } from '../support/remedy.ts';
import { LAB_LOG } from './lab-logs.ts';
import { conductorWith, startBmc } from './machines.ts';
import { type Operator, operator } from './operator.ts';

/** From the button in the local Slack to the verified state in a real cloud, to the journal and the services' own logs. */
const PORT_MAC = '52:54:00:1a:b0:99';
/** Neutron ports younger than this may still be wanted by whoever made them. */
const GROWN_UP_MS = 5 * 60_000;

let folder: string;
let config: Config;
let local: Local;
let bot: Bot;
let cloud: Cloud;
let hand: Writer;
let lab: Operator;
let slack: LocalSlack;
let port: { readonly id: string; readonly made: number };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ironic-oncall-'));
  const file = join(folder, 'ironic-oncall.yml');
  const acting = {
    writers: { lab: 'lab' },
    request: { users: STAFF },
    approve: { groups: [USERGROUP.id] },
    audit_channel: AUDIT_CHANNEL,
    cool_down: 0,
    blast_radius: { raise_above: 50, refuse_above: 100 },
  };
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ acting, database: 'oncall.sqlite', deadline: 60 }));
  const env = { ...process.env, IRONIC_ONCALL_CONFIG: file };
  local = await startLocal({ slack: false, cloud: true }, env);
  slack = local.slack as LocalSlack;
  config = loadConfig(local.env, local.defaults);
  // How fast the laboratory is, is not what is asked here.
  const patient = { ...config.clouds.get('lab'), api_timeout_ms: 60_000 };
  cloud = createCloud(patient);
  hand = createWriter(patient);
  lab = await operator();
  port = await orphanedPort();
  bot = await startBot(config, {
    log: createLog({ level: 'warn', destination: 2 }),
    clock: () => new Date(),
    newReference: () => 'ref',
    onFatal: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await bot?.stop();
  await local?.close();
  cloud?.close();
  hand?.close();
  await rm(folder, { recursive: true, force: true });
});

const send = async (
  service: WriteCall['service'],
  method: WriteCall['method'],
  path: string,
  body?: unknown,
) => {
  const result = await hand.send({ service, method, path, body });
  expect(result.outcome, result.words).toBe('accepted');
};
const nodeOf = async (name: string) => {
  const node = await cloud.ironic.getNode(name);
  if (!node) throw new Error(`no node ${name}`);
  return node;
};
async function until<T>(what: string, read: () => Promise<T | undefined | false>, ms = 180_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await read();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** On no node and no instance, as a deploy leaves it behind whose end nobody saw. */
async function orphanedPort() {
  const networks = await cloud.neutron.networks();
  const network = networks.find(({ name }) => name === 'provision');
  const old = await cloud.neutron.ports({ mac_address: PORT_MAC });
  for (const { id } of old) await send('neutron', 'DELETE', `/ports/${id}`);
  const made = { network_id: network?.id, mac_address: PORT_MAC, name: 'own-orphan' };
  await send('neutron', 'POST', '/ports', { port: made });
  const [found] = await cloud.neutron.ports({ mac_address: PORT_MAC });
  if (!found) throw new Error('the port was not made');
  return { id: found.id, made: Date.now() };
}

/** Clicks it, lets somebody else agree, and waits for the end. */
async function carriedOut(on: Message, label: RegExp, name: string) {
  const asked = await request(slack, on, label, { name });
  await approve(slack, asked);
  const { message, words } = await outcome(slack, asked, 240_000);
  expect(statusOf(message), words).toMatch(/^✅/);
  return { words, entries: await entriesOf(words) };
}
const can = async (words: string) => (await askIn(slack, `can ${words}`)).answer;

async function entriesOf(words: string): Promise<readonly AuditEntry[]> {
  const [, approval = ''] = /· id `([\w-]{16,})`/.exec(words) ?? [];
  const store = await openStore({ ...config.database, readOnly: true });
  try {
    return (await query(store.db, { approval })).toReversed();
  } finally {
    await store.close();
  }
}

/** Asked for, agreed to where that is needed, on record before the call, and each call in a service's own log. */
function expectRecorded(entries: readonly AuditEntry[], approvers: number): void {
  const agreed = Array.from({ length: approvers }, () => 'approved');
  expect(entries.map(({ kind }) => kind)).toEqual(['requested', ...agreed, 'started', 'sent', 'finished']);
  const finished = entries.at(-1);
  expect(finished).toMatchObject({ code: 'succeeded', requester: STAFF[0] });
  expect(finished?.before).not.toEqual(finished?.after);
  const written = readdirSync(LAB_LOG)
    .filter((file) => file.endsWith('.log'))
    .map((file) => readFileSync(join(LAB_LOG, file), 'utf8'));
  const ids = finished?.results.map(({ request_id }) => request_id ?? 'none') ?? [];
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids)
    expect(
      written.some((text) => text.includes(id)),
      `${id} is in no log`,
    ).toBe(true);
}

describe('a remedy in a real cloud', () => {
  test('abort what waits for a ramdisk, then manage and provide the node', async () => {
    await lab.node('act-clean', { deploy_interface: 'direct', automated_clean: true });
    await lab.provision('act-clean', 'manage', ['manageable']);
    await lab.provision('act-clean', 'provide', ['clean wait']);
    const aborted = await carriedOut(await can('abort act-clean'), /^Abort/, 'act-clean');
    expect(await lab.state('act-clean')).toBe('clean failed');
    expectRecorded(aborted.entries, 1);

    const managed = await carriedOut(await report(slack, 'act-clean'), /^Manage/, 'act-clean');
    expect(await lab.state('act-clean')).toBe('manageable');
    expectRecorded(managed.entries, 0);

    await lab.ironic('PATCH', '/nodes/act-clean', [{ op: 'add', path: '/automated_clean', value: false }]);
    const provided = await carriedOut(await can('provide act-clean'), /^Provide/, 'act-clean');
    expect(await lab.state('act-clean')).toBe('available');
    expectRecorded(provided.entries, 1);
  });

  test('power on', async () => {
    await lab.node('act-power', {});
    await lab.provision('act-power', 'manage', ['manageable']);
    await lab.ironic('PUT', '/nodes/act-power/states/power', { target: 'power off' });
    await until('act-power is off', async () => (await nodeOf('act-power')).power_state === 'power off');
    const { entries } = await carriedOut(await can('power-on act-power'), /^Power on/, 'act-power');
    expect((await nodeOf('act-power')).power_state).toBe('power on');
    expectRecorded(entries, 1);
  });

  test('undeploy a deployment that failed', async () => {
    await lab.node('act-undeploy', { deploy_interface: 'direct' });
    await lab.provision('act-undeploy', 'manage', ['manageable']);
    await lab.provision('act-undeploy', 'provide', ['available']);
    const image = {
      image_source: 'http://127.0.0.1:8088/nobody-has-this.raw',
      image_checksum: '0123456789abcdef0123456789abcdef',
    };
    await lab.ironic('PATCH', '/nodes/act-undeploy', [{ op: 'add', path: '/instance_info', value: image }]);
    await lab.provision('act-undeploy', 'active', ['deploy failed']);
    const { entries } = await carriedOut(await report(slack, 'act-undeploy'), /^Undeploy/, 'act-undeploy');
    expect(await lab.state('act-undeploy')).toBe('available');
    expectRecorded(entries, 1);
  });

  test('unset the maintenance that Ironic set itself, once the BMC answers again', async () => {
    const bmc = startBmc(6240);
    try {
      await lab.node('act-bmc', {
        driver: 'ipmi',
        driver_info: bmc.driver_info,
        power_interface: 'ipmitool',
        management_interface: 'ipmitool',
        boot_interface: 'pxe',
        deploy_interface: 'direct',
      });
      await lab.provision('act-bmc', 'manage', ['manageable']);
      bmc.unplug();
      await until(
        'act-bmc is taken out of service',
        async () => (await nodeOf('act-bmc')).fault === 'power failure',
      );
      bmc.plugIn();
      const { entries } = await carriedOut(await report(slack, 'act-bmc'), /^Unset maintenance/, 'act-bmc');
      expect(await nodeOf('act-bmc')).toMatchObject({ maintenance: false, fault: null });
      expectRecorded(entries, 1);
    } finally {
      bmc.plugIn();
      await lab
        .ironic('PUT', '/nodes/act-bmc/maintenance', { reason: 'of the test, its BMC is gone' })
        .catch(() => null);
      await lab.ironic('DELETE', '/nodes/act-bmc').catch(() => null);
      bmc.remove();
    }
  });

  test('enable a nova-compute that somebody disabled', async () => {
    const service = async () => (await cloud.nova.services({ binary: 'nova-compute' }))[0];
    const { id, host } = (await service()) ?? {};
    await send('nova', 'PUT', `/os-services/${id}`, { status: 'disabled', disabled_reason: 'for a test' });
    const { entries } = await carriedOut(
      await can(`enable-compute-service ${host}`),
      /^Enable/,
      String(host),
    );
    expect((await service())?.status).toBe('enabled');
    expectRecorded(entries, 1);
  });

  test('set an interface that is no longer enabled', async () => {
    const alive = async () => {
      const conductors = await cloud.ironic.conductors();
      const one = conductors.find(({ hostname }) => hostname === 'conductor-1');
      return one?.alive ? (one.updated_at ?? '') : '';
    };
    await conductorWith('noop,flat', alive);
    try {
      await lab.node('act-interface', { network_interface: 'flat' });
      await lab.provision('act-interface', 'manage', ['manageable']);
    } finally {
      await conductorWith('noop', alive);
    }
    const { entries } = await carriedOut(
      await report(slack, 'act-interface'),
      /^Set the interface/,
      'act-interface',
    );
    expect((await nodeOf('act-interface')).network_interface).toBe('noop');
    expectRecorded(entries, 1);
  });

  test('delete a port that nothing stands behind, once it is old enough', async () => {
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, port.made + GROWN_UP_MS + 5_000 - Date.now())),
    );
    const { entries } = await carriedOut(
      await can(`delete-port ${port.id}`),
      /^Delete the Neutron port/,
      `port ${port.id}`,
    );
    expect(await cloud.neutron.getPort(port.id)).toBeNull();
    expectRecorded(entries, 1);
  }, 600_000);

  test('the journal is whole, and the channel has its end', async () => {
    const store = await openStore({ ...config.database, readOnly: true });
    try {
      expect(await verifyJournal(store)).toMatchObject({ intact: true });
    } finally {
      await store.close();
    }
    const copied = slack.messages(AUDIT_CHANNEL).map(({ text }) => text);
    expect(copied.filter((text) => /finished/.test(text ?? ''))).not.toHaveLength(0);
    expect(copied.filter((text) => /^head/.test(text ?? ''))).not.toHaveLength(0);
  });
});
