import { type AddressInfo, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startSimulatedCloud } from '../../../src/sandbox/cloud/server.ts';
import { type Clinic, entry, type Named, openClinic, put, type Setup } from '../../support/doctor.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic[Symbol.asyncDispose]());
afterEach(() => clinic.cloud.faults.heal());

interface Mistake {
  readonly what: string;
  readonly spoil: (setup: Setup) => void;
  readonly named: Named;
}

const auth =
  (changes: Readonly<Record<string, unknown>>, name: 'demo' | 'writer' = 'demo') =>
  (setup: Setup) => {
    const own = entry(setup, name).auth;
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined) delete own[key];
      else own[key] = value;
    }
  };
const key = (name: string, value: unknown) => (setup: Setup) => {
  entry(setup)[name] = value;
};
const inProject = (project_name: string, more = {}) =>
  auth({ system_scope: undefined, project_name, project_domain_name: 'Default', ...more });
const MEMBER = {
  username: 'demo',
  password: 'sandbox-demo',
  system_scope: undefined,
  project_name: 'demo',
  project_domain_name: 'Default',
};

const MISTAKES: readonly Mistake[] = [
  {
    what: 'a wrong password',
    spoil: auth({ password: 'not-the-right-one' }),
    named: ['cloud-login', /no user oncall-reader in domain Default with this password/, /clouds.demo.auth/],
  },
  {
    what: 'a wrong user',
    spoil: auth({ username: 'oncall-raeder' }),
    named: ['cloud-login', /no user oncall-raeder/, /username/],
  },
  {
    what: 'a wrong domain of the user',
    spoil: auth({ user_domain_name: 'Elsewhere' }),
    named: ['cloud-login', /in domain Elsewhere/, /user_domain_name/],
  },
  {
    what: 'a project that is not there',
    spoil: inProject('admn'),
    named: [
      'cloud-login',
      /password of oncall-reader is right, but .* no role in a project admn/,
      /^write project_name: admin in clouds.demo.auth$/,
    ],
  },
  {
    what: 'a project without a role',
    spoil: inProject('demo'),
    named: [
      'cloud-login',
      /no role in a project demo/,
      /^openstack role add --project demo --user oncall-reader reader/,
    ],
  },
  {
    what: 'a wrong domain of the project',
    spoil: inProject('admin', { project_domain_name: 'Elsewhere' }),
    named: ['cloud-login', /no role in a project admin of domain Elsewhere/, /correct project_domain_name/],
  },
  {
    what: 'a reader without a role in system scope',
    spoil: auth({ username: 'demo', password: 'sandbox-demo' }),
    named: [
      'cloud-login',
      /right, but it has no role in system scope/,
      /^openstack role add --system all --user demo reader$/,
    ],
  },
  {
    what: 'a Keystone that is not there',
    spoil: auth({ auth_url: 'http://127.0.0.1:1/v3' }),
    named: [
      'cloud-login',
      /cannot be reached \(ECONNREFUSED\)/,
      /correct host and port in auth_url of clouds.demo/,
    ],
  },
  {
    what: 'an address that is not the API',
    spoil: (setup) => auth({ auth_url: clinic.slack.url })(setup),
    named: ['cloud-login', /no Keystone at auth_url/, /^correct auth_url of clouds.demo/],
  },
  {
    what: 'https where plain HTTP is spoken',
    spoil: (setup) => auth({ auth_url: clinic.cloud.url.replace('http:', 'https:') })(setup),
    named: ['cloud-login', /TLS with Keystone fails/, /begin with http:\/\//],
  },
  {
    what: 'a Keystone that fails',
    spoil: () => clinic.cloud.faults.status('keystone', 500),
    named: ['cloud-login', /Keystone failed \(HTTP 500\)/, /own log/],
  },
  {
    what: 'a region that is not there',
    spoil: key('region_name', 'RegionTwo'),
    named: [
      'cloud-catalogue',
      /^Ironic, Nova, Placement, Neutron, Glance: is not in region RegionTwo/,
      /^region_name: RegionOne/,
    ],
  },
  {
    what: 'an interface that the catalogue does not have',
    spoil: (setup) => {
      clinic.cloud.faults.catalogInterfaces = ['public'];
      entry(setup)['interface'] = 'internal';
    },
    named: ['cloud-catalogue', /^Ironic, .*: has no internal endpoint/, /^interface: public/],
  },
  {
    what: 'an interface that is none',
    spoil: key('interface', 'intrenal'),
    named: ['cloud-entry', /interface/, /correct it/],
  },
  {
    what: 'the address of another service',
    spoil: (setup) => auth({ auth_url: clinic.cloud.urls.ironic })(setup),
    named: ['cloud-login', /there is no Keystone at auth_url/, /^correct auth_url of clouds.demo/],
  },
  {
    what: 'a catalogue without Ironic',
    spoil: () => clinic.cloud.faults.removeFromCatalog('ironic'),
    named: ['cloud-catalogue', /^Ironic: is not in the catalogue/, /^openstack endpoint create/],
  },
  {
    what: 'a catalogue without Placement',
    spoil: () => clinic.cloud.faults.removeFromCatalog('placement'),
    named: ['cloud-catalogue', /^Placement: is not in the catalogue/, /has_placement: false/],
  },
  {
    what: 'a service that fails',
    spoil: () => clinic.cloud.faults.status('nova', 500),
    named: ['cloud-versions', /Nova failed \(HTTP 500\)/, /own log/],
  },
  {
    what: 'a service that is down',
    spoil: () => clinic.cloud.faults.down('ironic'),
    named: ['cloud-sight', /Ironic cannot be reached/, /look whether it is up/],
  },
  {
    what: 'a token that is refused half-way',
    spoil: () => clinic.cloud.faults.status('glance', 401),
    named: ['cloud-sight', /cannot see in Glance: images/, /reader.md/],
  },
  {
    what: 'a reader in project scope',
    spoil: inProject('admin'),
    named: [
      'cloud-sight',
      /cannot see in Ironic: .*conductors/,
      /^openstack role add --system all --user oncall-reader reader, and system_scope: all in clouds.demo/,
    ],
  },
  {
    what: 'a reader who is a tenant',
    spoil: auth(MEMBER),
    named: [
      'cloud-sight',
      /cannot see in Nova: compute services, servers of other projects, hypervisors/,
      /reader.md/,
    ],
  },
  {
    what: 'a reader who could write',
    spoil: inProject('admin', { username: 'admin', password: 'sandbox-admin' }),
    named: ['cloud-reader-power', /has the role admin, member/, /reader.md/],
  },
  {
    what: 'a writer with a wrong password',
    spoil: auth({ password: 'not-the-right-one' }, 'writer'),
    named: ['cloud-writer', /no user oncall-writer/, /clouds.writer.auth/],
  },
  {
    what: 'a writer who is the reader',
    spoil: (setup) => put(setup, 'acting.writers', { demo: 'demo' }),
    named: ['cloud-writer', /same user as the reader/, /acting.writers.demo/],
  },
  {
    what: 'a writer whose entry is another of the same user',
    spoil: (setup) => {
      setup.clouds['writer'] = structuredClone(entry(setup));
    },
    named: ['cloud-writer', /same user as the reader/, /writer.md/],
  },
  {
    what: 'a writer whose entry cannot be used',
    spoil: (setup) => {
      delete entry(setup, 'writer').auth['password'];
    },
    named: ['cloud-writer', /clouds.writer.auth.password is missing/, /acting.writers names for demo/],
  },
  {
    what: 'a writer who can do everything',
    spoil: () => undefined,
    named: ['cloud-writer-power', /too much: the role admin in project scope/, /writer.md/],
  },
  {
    what: 'a writer who can do nothing',
    spoil: auth({ username: 'oncall-reader', password: 'sandbox-reader', project_name: 'admin' }, 'writer'),
    named: [
      'cloud-writer-power',
      /nothing: it has only the role reader/,
      /role add --system all --user oncall-reader member/,
    ],
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

test('what stands on a login that fails is skipped, and never well', async () => {
  const { checks } = await clinic.examine(auth({ password: 'not-the-right-one' }));
  const standing = ['cloud-catalogue', 'cloud-versions', 'cloud-sight', 'cloud-reader-power'];
  expect(checks.filter(({ id }) => standing.includes(id)).map(({ state }) => state)).toEqual(
    standing.map(() => 'skipped'),
  );
});

test('a wrong password is tried twice at most: Keystone locks people out', async () => {
  clinic.cloud.requests.clear();
  await clinic.examine((setup) => {
    auth({ password: 'not-the-right-one' })(setup);
    setup.args.push('--cloud', 'demo');
    put(setup, 'acting.writers', {});
  });
  const logins = clinic.cloud.requests.filter(
    ({ path, method }) => method === 'POST' && path.endsWith('/tokens'),
  );
  expect(logins).toHaveLength(2);
});

test('a Nova that does not answer leaves open what the writer could do', async () => {
  clinic.cloud.faults.status('nova', 503);
  const { checks } = await clinic.examine((setup) => {
    setup.clouds['writer'] = structuredClone(entry(setup));
    auth({ ...MEMBER, user_domain_name: 'Default' }, 'writer')(setup);
  });
  expect(checks.find(({ id }) => id === 'cloud-writer-power')).toMatchObject({ state: 'skipped' });
});

test.each(['plain HTTP to a port that speaks TLS', 'a port where nobody speaks HTTP'])('%s', async (what) => {
  const server = what.startsWith('plain')
    ? createTlsServer({})
    : createServer((socket) => socket.end('220 mail.example.org\r\n'));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { checks } = await clinic.examine(auth({ auth_url: `http://127.0.0.1:${port}/v3` }));
  server.close();
  expect(checks.find(({ id }) => id === 'cloud-login')).toMatchObject({
    state: 'fail',
    told: expect.stringContaining('plain HTTP where TLS seems to be spoken'),
    fix: expect.stringContaining('https://'),
  });
});

test('an older Ironic is told with what it lacks', async () => {
  const old = await startSimulatedCloud({ scenarios: [], ironicMaximum: '1.46' });
  try {
    const { checks } = await clinic.examine(auth({ auth_url: old.url }));
    expect(checks.find(({ id }) => id === 'cloud-versions')).toMatchObject({
      state: 'warn',
      told: expect.stringMatching(
        /^Ironic 1\.46, Nova \S+, Placement \S+: without the list of conductors \(1\.49\), node history \(1\.78\)$/,
      ),
    });
  } finally {
    await old.close();
  }
});

test('a standalone Ironic needs no Keystone', async () => {
  const alone = await startSimulatedCloud({ scenarios: [], standalone: 'none' });
  try {
    const { checks, code } = await clinic.examine((setup) => {
      setup.clouds['demo'] = { auth_type: 'none', auth: { endpoint: alone.urls.ironic } };
      put(setup, 'acting.writers', {});
    });
    expect(checks.find(({ id }) => id === 'cloud-login')).toMatchObject({ state: 'ok' });
    expect(checks.find(({ id }) => id === 'cloud-catalogue')?.told).toContain('said not to be there');
    expect(code, JSON.stringify(checks, null, 1)).toBe(0);
  } finally {
    await alone.close();
  }
});

test('a cloud that never answers ends with the time that there is', async () => {
  clinic.cloud.faults.hang('keystone');
  const { checks } = await clinic.examine((setup) => void setup.args.push('--seconds', '1'));
  expect(checks.find(({ id }) => id === 'cloud-login')).toMatchObject({
    state: 'fail',
    told: expect.stringMatching(/did not answer|not finished in time/),
  });
});
