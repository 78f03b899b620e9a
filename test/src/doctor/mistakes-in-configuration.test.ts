import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VARIABLES } from '../../../src/config-variables.ts';
import { type Clinic, entry, type Named, openClinic, put, type Setup } from '../../support/doctor.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic[Symbol.asyncDispose]());

interface Mistake {
  readonly what: string;
  readonly spoil: (setup: Setup) => void;
  readonly named: Named;
}

const MISTAKES: readonly Mistake[] = [
  {
    what: 'a Node that is too old',
    spoil: (setup) => {
      setup.node = '22.19.0';
    },
    named: ['node-version', /22\.19\.0 is too old: 24\.15 or newer/, /^npm ci/],
  },
  {
    what: 'a clock that is ahead',
    spoil: (setup) => {
      setup.ahead = 90_000;
    },
    named: ['clock', /1 min .*ahead of Slack/, /set-ntp true/],
  },
  {
    what: 'a clock that is behind',
    spoil: (setup) => {
      setup.ahead = -45_000;
    },
    named: ['clock', /behind cloud demo/, /set-ntp true/],
  },
  {
    what: 'a misspelt key',
    spoil: (setup) => put(setup, 'log_levl', 'debug'),
    named: [
      'config-file',
      /unknown key log_levl \(line \d+\); did you mean log_level\?/,
      /^write log_level instead of log_levl in line \d+$/,
    ],
  },
  {
    what: 'a misspelt key deep inside',
    spoil: (setup) => put(setup, 'acting.request.user', ['U1']),
    named: ['config-file', /unknown key user in acting.request/, /^write users instead of user/],
  },
  {
    what: 'a value of the wrong kind',
    spoil: (setup) => put(setup, 'deadline', 'soon'),
    named: [
      'config-file',
      /wrong value at deadline \(line \d+\): it has to be a number/,
      /^correct line \d+/,
    ],
  },
  {
    what: 'YAML that is none',
    spoil: (setup) => {
      setup.file = 'deadline: [1\nlogs: "';
    },
    named: ['config-file', /is not valid YAML in line \d+/, /^correct line \d+/],
  },
  {
    what: 'a configuration file that is not there',
    spoil: (setup) => {
      setup.env['IRONIC_ONCALL_CONFIG'] = '/nowhere.yml';
    },
    named: ['config-file', /names \/nowhere.yml, which cannot be read/, /IRONIC_ONCALL_CONFIG=/],
  },
  {
    what: 'a writer that is unknown',
    spoil: (setup) => put(setup, 'acting.writers', { demo: 'writr' }),
    named: ['config-file', /names writr, which clouds.yaml does not have/, /write writer instead of writr/],
  },
  {
    what: 'a log level that is none',
    spoil: (setup) => {
      setup.env['LOG_LEVEL'] = 'loud';
    },
    named: ['variables', /LOG_LEVEL is loud/, /correct the variable LOG_LEVEL/],
  },
  {
    what: 'a port that is none',
    spoil: (setup) => {
      setup.env['SLACK_HTTP_PORT'] = 'x';
    },
    named: ['variables', /SLACK_HTTP_PORT is x, not a port/, /SLACK_HTTP_PORT/],
  },
  {
    what: 'a misspelt variable',
    spoil: (setup) => {
      setup.env['SLACK_APP_TOKN'] = setup.env['SLACK_APP_TOKEN'];
      setup.env['SLACK_APP_TOKEN'] = undefined;
    },
    named: ['variables', /did you mean SLACK_APP_TOKEN\?/, /^rename SLACK_APP_TOKN to SLACK_APP_TOKEN$/],
  },
  {
    what: 'a clouds.yaml that is not there',
    spoil: (setup) => {
      setup.env['OS_CLIENT_CONFIG_FILE'] = '/nowhere.yaml';
    },
    named: ['clouds', /names \/nowhere.yaml, which cannot be read/, /OS_CLIENT_CONFIG_FILE/],
  },
  {
    what: 'a cloud that is unknown',
    spoil: (setup) => {
      setup.env['OS_CLOUD'] = 'dmeo';
    },
    named: ['cloud-entry', /has no cloud dmeo; did you mean demo\?/, /^OS_CLOUD=demo$/],
  },
  {
    what: 'a misspelt key of clouds.yaml',
    spoil: (setup) => {
      const { auth } = entry(setup);
      auth['passwrd'] = auth['password'];
      delete auth['password'];
    },
    named: [
      'cloud-entry',
      /clouds.demo.auth.passwrd is no key; did you mean auth.password\? \(line \d+\)/,
      /write auth.password instead of auth.passwrd/,
    ],
  },
  {
    what: 'a CA that cannot be read',
    spoil: (setup) => {
      entry(setup)['cacert'] = '/nowhere.pem';
    },
    named: [
      'cloud-entry',
      /cacert names \/nowhere.pem, which cannot be read \(line \d+\)/,
      /point cacert of clouds.demo/,
    ],
  },
  {
    what: 'certificates of anybody',
    spoil: (setup) => {
      entry(setup)['verify'] = false;
    },
    named: ['cloud-entry', /any certificate is accepted/, /cacert/],
  },
  {
    what: 'a folder of playbooks that is not there',
    spoil: (setup) => put(setup, 'playbooks_path', ['nowhere']),
    named: ['playbooks', /names .*nowhere, which is no folder/, /^mkdir -p /],
  },
  {
    what: 'a playbook that is none',
    spoil: (setup) => {
      const folder = join(clinic.folder, 'odd');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'odd.mjs'), 'export default { id: "even" };');
      put(setup, 'playbooks_path', ['odd']);
    },
    named: ['playbooks', /id is "even", its file says "odd"/, /correct what is named/],
  },
  {
    what: 'a webhook without a listener',
    spoil: (setup) => put(setup, 'alerts.webhook', { channel: 'C0ALERTS01', token_env: 'HOOK' }),
    named: ['listener', /needs our own listener/, /^http: \{ port/],
  },
  {
    what: 'a webhook whose token could be guessed',
    spoil: (setup) => {
      put(setup, 'alerts.webhook', { channel: 'C0ALERTS01', token_env: 'HOOK' });
      put(setup, 'http', { port: 0 });
      setup.env['HOOK'] = 'secret';
    },
    named: ['listener', /HOOK \(alerts.webhook.token_env\) has 6 characters/, /openssl rand -hex 32/],
  },
  {
    what: 'a listener for everybody',
    spoil: (setup) => put(setup, 'http', { host: '0.0.0.0', port: 0 }),
    named: ['listener', /can be reached by other machines/, /127\.0\.0\.1/],
  },
];

test.each(MISTAKES)('$what is named with what mends it', async ({ spoil, named: [id, told, fix] }) => {
  const { code, checks, out } = await clinic.examine(spoil);
  const found = checks.find((one) => one.id === id && told.test(one.told));
  expect(found, out).toBeDefined();
  expect(['fail', 'warn']).toContain(found?.state);
  expect(found?.fix).toMatch(fix);
  expect(code).toBe(checks.some(({ state }) => state === 'fail') ? 1 : 0);
});

test('all mistakes of the file are named, and what is right is looked at all the same', async () => {
  const { checks } = await clinic.examine((setup) => {
    put(setup, 'deadlin', 3);
    put(setup, 'fleet', { sweap: 3 });
    put(setup, 'log_level', 'loud');
  });
  const told = checks.filter(({ id }) => id === 'config-file').map((one) => one.told.replace(/^\S+ /, ''));
  expect(told).toEqual([
    expect.stringMatching(/unknown key deadlin .*did you mean deadline/),
    expect.stringMatching(/unknown key sweap in fleet .*did you mean sweep/),
    expect.stringMatching(/wrong value at log_level/),
  ]);
  expect(checks.find(({ id }) => id === 'cloud-login')).toMatchObject({ state: 'ok' });
  expect(checks.find(({ id }) => id === 'channels')).toMatchObject({ state: 'ok' });
});

test('a port that another program has is told apart from one where a bot answers', async () => {
  let status = 404;
  const server = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const look = async () => {
    const { checks } = await clinic.examine((setup) => put(setup, 'http', { port }));
    return checks.find(({ id }) => id === 'listener');
  };
  expect(await look()).toMatchObject({
    state: 'fail',
    told: expect.stringContaining('taken by another program'),
  });
  status = 200;
  expect(await look()).toMatchObject({ state: 'ok' });
  server.close();
});

test('a file with passwords that everybody can read is named', async () => {
  const open = join(clinic.folder, 'open.yaml');
  const { checks } = await clinic.examine((setup) => {
    writeFileSync(open, JSON.stringify({ clouds: setup.clouds }));
    chmodSync(open, 0o644);
    setup.env['OS_CLIENT_CONFIG_FILE'] = open;
  });
  expect(checks.find(({ id }) => id === 'file-access')).toMatchObject({
    state: 'warn',
    fix: `chmod o-rwx ${open}`,
  });
});

test('the list of variables is that of what the configuration reads', () => {
  const source = ['config', 'config-file', 'config-settings', 'config-tracing']
    .map((name) => readFileSync(new URL(`../../../src/${name}.ts`, import.meta.url), 'utf8'))
    .join('\n');
  const read = new Set([...source.matchAll(/env\['([A-Z_]+)'\]/g)].map(([, name]) => name ?? ''));
  expect([...read].filter((name) => !name.startsWith('OS_')).toSorted()).toEqual(VARIABLES.toSorted());
});
