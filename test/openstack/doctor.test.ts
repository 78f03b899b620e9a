import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Result } from '../../src/doctor/check.ts';
import { type People, people } from './people.ts';

const run = promisify(execFile);

/** How fast the laboratory's machine is is not what these tests are about. */
const SECONDS = '180';

type Bag = Record<string, unknown>;
interface Entry extends Bag {
  auth: Bag;
}

/** The cloud that OS_CLOUD names, through users of our own: a reader in system scope, a member there, and a reader of a project. */
let us: People;
let lab: Entry;
let folder: string;
beforeAll(async () => {
  const { clouds } = parse(readFileSync(process.env['OS_CLIENT_CONFIG_FILE'] ?? '', 'utf8')) as {
    readonly clouds: Readonly<Record<string, Entry>>;
  };
  lab = clouds[process.env['OS_CLOUD'] ?? ''] as Entry;
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  us = await people(lab.auth);
});
afterAll(async () => {
  await us.leave();
  rmSync(folder, { recursive: true });
});

function entryOf(who: 'reader' | 'writer' | 'tenant', auth: Bag = {}, more: Bag = {}): Entry {
  const scope =
    who === 'tenant'
      ? { project_name: lab.auth['project_name'], project_domain_name: 'Default' }
      : { system_scope: 'all' };
  const { username, password } = us[who];
  const own: Bag = {
    auth_url: lab.auth['auth_url'],
    username,
    password,
    user_domain_name: 'Default',
    ...scope,
    ...auth,
  };
  for (const [key, value] of Object.entries(own)) if (value === undefined) delete own[key];
  return { auth: own, region_name: lab['region_name'], api_timeout: 60, ...more };
}

interface Told {
  readonly code: number;
  readonly checks: readonly Result[];
}

async function examine(clouds: Readonly<Record<string, Entry>>, file: Bag = {}): Promise<Told> {
  const [config, yaml] = [join(folder, 'ironic-oncall.yml'), join(folder, 'clouds.yaml')];
  writeFileSync(config, stringify(file));
  writeFileSync(yaml, stringify({ clouds }), { mode: 0o600 });
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    OS_CLOUD: 'mine',
    OS_CLIENT_CONFIG_FILE: yaml,
    IRONIC_ONCALL_CONFIG: config,
  };
  const words = ['run', '-s', 'doctor', '--', '--json', '--seconds', SECONDS, '--cloud', 'mine'];
  const told = await run('npm', words, { env, maxBuffer: 16e6 }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (failed: { readonly code: number; readonly stdout: string }) => failed,
  );
  for (const { password } of [us.reader, us.writer, us.tenant]) expect(told.stdout).not.toContain(password);
  return {
    code: told.code,
    checks: (JSON.parse(told.stdout) as { readonly checks: readonly Result[] }).checks,
  };
}

const find = ({ checks }: Told, id: string) => checks.filter((one) => one.id === id);

test('a reader in system scope is let in, and what it cannot see is told service by service', async () => {
  const told = await examine({ mine: entryOf('reader') });
  expect(find(told, 'cloud-login')).toMatchObject([
    { state: 'ok', told: expect.stringContaining('in system scope: reader') },
  ]);
  expect(find(told, 'cloud-catalogue')).toMatchObject([
    { state: 'ok', told: 'Ironic, Nova, Placement, Neutron, Glance' },
  ]);
  expect(find(told, 'cloud-versions')).toMatchObject([
    { state: 'ok', told: 'Ironic 1.82, Nova 2.93, Placement 1.39' },
  ]);
  expect(find(told, 'cloud-reader-power')).toMatchObject([{ state: 'ok', told: 'reads only' }]);
  const unseen = find(told, 'cloud-sight').map((one) => `${one.state} ${one.told}`);
  expect(unseen).toEqual([
    'ok all of Placement, Glance',
    'warn cannot see in Ironic: validation',
    'warn cannot see in Nova: compute services, servers of other projects, hypervisors',
    'warn cannot see in Neutron: ports and networks of other projects',
  ]);
  expect(told.code).toBe(0);
});

test('a reader of a project is told to ask for system scope', async () => {
  const told = await examine({ mine: entryOf('tenant') });
  const ironic = find(told, 'cloud-sight').find((one) => one.told.includes('in Ironic'));
  expect(ironic?.told).toMatch(/conductors.*drivers.*validation/);
  expect(ironic?.fix).toMatch(/^openstack role add --system all --user oncall-doctor-\w+ reader/);
});

test('an administrator who reads is told to be too mighty', async () => {
  const told = await examine({ mine: { ...lab, api_timeout: 60 } });
  expect(find(told, 'cloud-reader-power')).toMatchObject([
    { state: 'warn', told: expect.stringContaining('admin') },
  ]);
  expect(find(told, 'cloud-sight')).toMatchObject([
    { state: 'ok', told: 'all of Ironic, Nova, Placement, Neutron, Glance' },
  ]);
});

describe('a writer', () => {
  const withWriter = (writer: Entry) =>
    examine({ mine: entryOf('reader'), writer }, { acting: { writers: { mine: 'writer' } } });

  test('who is a member in system scope can act in Ironic, and Nova will refuse it', async () => {
    const told = await withWriter(entryOf('writer'));
    expect(find(told, 'cloud-writer')).toMatchObject([
      { state: 'ok', told: expect.stringContaining('member') },
    ]);
    expect(find(told, 'cloud-writer-power')).toMatchObject([
      { state: 'warn', told: expect.stringMatching(/^remedies in Ironic; Nova/) },
    ]);
  });

  test('who is an administrator can do too much', async () => {
    const told = await withWriter({ ...lab, api_timeout: 60 });
    expect(find(told, 'cloud-writer-power')).toMatchObject([
      { state: 'warn', told: expect.stringMatching(/^too much: the role admin/) },
    ]);
  });

  test('who only reads can do nothing', async () => {
    const told = await withWriter(entryOf('tenant'));
    expect(find(told, 'cloud-writer-power')).toMatchObject([
      { state: 'fail', told: expect.stringMatching(/^nothing/) },
    ]);
    expect(told.code).toBe(1);
  });

  test('who is the reader is told so', async () => {
    const told = await withWriter(entryOf('reader'));
    expect(find(told, 'cloud-writer')).toMatchObject([
      { state: 'warn', told: expect.stringContaining('same user') },
    ]);
  });
});

interface Mistake {
  readonly what: string;
  readonly entry: () => Entry;
  readonly check: string;
  readonly told: RegExp;
  readonly fix: RegExp;
}

const PROJECT = { system_scope: undefined, project_domain_name: 'Default' };
const port = (from: string, to: string) => String(lab.auth['auth_url']).replace(from, to);

const MISTAKES: readonly Mistake[] = [
  {
    what: 'a wrong password',
    entry: () => entryOf('reader', { password: 'not-the-right-one' }),
    check: 'cloud-login',
    told: /knows no user oncall-doctor-\w+ in domain Default with this password/,
    fix: /password/,
  },
  {
    what: 'a wrong user',
    entry: () => entryOf('reader', { username: 'nobody-at-all' }),
    check: 'cloud-login',
    told: /knows no user nobody-at-all/,
    fix: /username/,
  },
  {
    what: 'a wrong domain of the user',
    entry: () => entryOf('reader', { user_domain_name: 'Elsewhere' }),
    check: 'cloud-login',
    told: /in domain Elsewhere/,
    fix: /user_domain_name/,
  },
  {
    what: 'no role in system scope',
    entry: () =>
      entryOf('tenant', { system_scope: 'all', project_name: undefined, project_domain_name: undefined }),
    check: 'cloud-login',
    told: /password of .* is right, but it has no role in system scope/,
    fix: /^openstack role add --system all --user oncall-doctor-\w+ reader$/,
  },
  {
    what: 'a project that is not there',
    entry: () => entryOf('tenant', { project_name: 'admn' }),
    check: 'cloud-login',
    told: /is right, but it has no role in a project admn/,
    fix: /^write project_name: admin/,
  },
  {
    what: 'a project without a role',
    entry: () => entryOf('reader', { ...PROJECT, project_name: 'service' }),
    check: 'cloud-login',
    told: /no role in a project service/,
    fix: /^openstack role add --project service --user oncall-doctor-\w+ reader +\(it could have system_scope: all\)/,
  },
  {
    what: 'a wrong domain of the project',
    entry: () => entryOf('tenant', { project_domain_name: 'Elsewhere' }),
    check: 'cloud-login',
    told: /of domain Elsewhere/,
    fix: /correct project_domain_name/,
  },
  {
    what: 'a port where nobody listens',
    entry: () => entryOf('reader', { auth_url: port('5000', '5999') }),
    check: 'cloud-login',
    told: /ECONNREFUSED/,
    fix: /host and port in auth_url/,
  },
  {
    what: 'the port of another service',
    entry: () => entryOf('reader', { auth_url: port('5000', '6385') }),
    check: 'cloud-login',
    told: /there is no Keystone at auth_url/,
    fix: /auth_url/,
  },
  {
    what: 'TLS where none is spoken',
    entry: () => entryOf('reader', { auth_url: port('http:', 'https:') }),
    check: 'cloud-login',
    told: /TLS with Keystone fails|TLS where plain HTTP/,
    fix: /begin with http:\/\//,
  },
  {
    what: 'a path that Keystone does not have',
    entry: () => entryOf('reader', { auth_url: port('/v3', '/identity/v3') }),
    check: 'cloud-login',
    told: /there is no Keystone at auth_url .*HTTP 404/,
    fix: /auth_url/,
  },
  {
    what: 'an application credential that does not exist',
    entry: () => ({
      auth_type: 'v3applicationcredential',
      auth: {
        auth_url: lab.auth['auth_url'],
        application_credential_id: '0'.repeat(32),
        application_credential_secret: 'no-such-secret',
      },
    }),
    check: 'cloud-login',
    told: /does not accept the application credential/,
    fix: /application credential create/,
  },
  {
    what: 'a region that is not there',
    entry: () => entryOf('reader', {}, { region_name: 'RegionTwo' }),
    check: 'cloud-catalogue',
    told: /not in region RegionTwo .* has RegionOne/,
    fix: /^region_name: RegionOne/,
  },
  {
    what: 'Ironic at an address where it is not',
    entry: () => entryOf('reader', {}, { baremetal_endpoint_override: 'http://127.0.0.1:6999' }),
    check: 'cloud-versions',
    told: /Ironic cannot be reached \(ECONNREFUSED\)/,
    fix: /address and port/,
  },
  {
    what: 'Glance in the place of Ironic',
    entry: () => entryOf('reader', {}, { baremetal_endpoint_override: 'http://127.0.0.1:9292' }),
    check: 'cloud-versions',
    told: /Ironic/,
    fix: /./,
  },
  {
    what: 'a login without scope',
    entry: () => entryOf('reader', { system_scope: undefined }),
    check: 'cloud-catalogue',
    told: /login without scope/,
    fix: /system_scope: all|endpoint create/,
  },
];

describe('mistakes', () => {
  test.each(MISTAKES)('$what', async ({ entry, check, told, fix }) => {
    const answer = await examine({ mine: entry() });
    const found = find(answer, check).find((one) => told.test(one.told));
    expect(found, JSON.stringify(answer.checks, null, 1)).toMatchObject({ state: 'fail' });
    expect(found?.fix).toMatch(fix);
    expect(answer.code).toBe(1);
  });
});
