import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DATABASES, type TestDatabase } from '../../support/databases.ts';
import { type Clinic, entry, type Named, openClinic, put, type Setup } from '../../support/doctor.ts';
import { REDIS } from '../../support/redis.ts';

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

const sources =
  (...own: readonly object[]) =>
  (setup: Setup) =>
    put(setup, 'logs.sources', own);
const CLOSED = 'http://127.0.0.1:1';

/** In a project, where containers are. */
function asAdmin(setup: Setup): void {
  const { auth } = entry(setup);
  delete auth['system_scope'];
  Object.assign(auth, {
    project_name: 'admin',
    project_domain_name: 'Default',
    username: 'admin',
    password: 'sandbox-admin',
  });
}

const MISTAKES: readonly Mistake[] = [
  {
    what: 'no source of logs',
    spoil: (setup) => put(setup, 'logs', undefined),
    named: ['log-sources', /^none: nothing can be said/, /^logs: \{ sources/],
  },
  {
    what: 'a pattern that matches nothing',
    spoil: sources({ files: ['/nowhere/{host}/*.log'] }),
    named: ['log-sources', /^no file matches \/nowhere/, /ls \/nowhere\/\*\/\*\.log has to show files/],
  },
  {
    what: 'a pattern that means a folder',
    spoil: (setup) => sources({ files: [clinic.folder] })(setup),
    named: ['log-sources', /no file matches|nothing but folders/, /correct .* under logs.sources/],
  },
  {
    what: 'a log that nobody writes to any more',
    spoil: (setup) => {
      const path = join(clinic.folder, 'old.log');
      writeFileSync(path, 'a line\n');
      utimesSync(path, new Date(0), new Date(0));
      sources({ files: [path] })(setup);
    },
    named: ['log-sources', /the newest written \d+ d/, /write elsewhere by now/],
  },
  {
    what: 'a Loki that is not there',
    spoil: sources({ loki: CLOSED, query: '{job="x"}' }),
    named: ['log-sources', /Loki cannot be reached/, /correct the address under logs.sources \(loki\)/],
  },
  {
    what: 'a selector that means nothing',
    spoil: (setup) => sources({ loki: clinic.cloud.loki?.url ?? '', query: '{job="nothing"}' })(setup),
    named: ['log-sources', /answers, but has no line of the last hour/, /correct query \{job="nothing"\}/],
  },
  {
    what: 'an OpenSearch that is not there',
    spoil: sources({ opensearch: CLOSED }),
    named: ['log-sources', /OpenSearch cannot be reached/, /\(opensearch\)/],
  },
  {
    what: 'a variable with a token that is not set',
    spoil: sources({ loki: CLOSED, query: '{job="x"}', token_env: 'LOKI_TOKEN' }),
    named: [
      'log-sources',
      /the variable LOKI_TOKEN \(token_env\) is not set/,
      /^set the variable LOKI_TOKEN$/,
    ],
  },
  {
    what: 'a CA of a log store that cannot be read',
    spoil: sources({ loki: CLOSED, query: '{job="x"}', cacert: '/nowhere.pem' }),
    named: ['log-sources', /cacert names \/nowhere.pem/, /logs.sources/],
  },
  {
    what: 'a source for a cloud that is not there',
    spoil: sources({ files: ['/x'], clouds: ['dmo'] }),
    named: ['log-sources', /for the cloud dmo, which is none of demo/, /^write demo instead of dmo$/],
  },
  {
    what: 'no place for ramdisk logs',
    spoil: (setup) => put(setup, 'ramdisk_logs', undefined),
    named: ['ramdisk-logs', /no place is named/, /^ramdisk_logs: /],
  },
  {
    what: 'a folder of ramdisk logs that is not there',
    spoil: (setup) => put(setup, 'ramdisk_logs', [{ directory: '/nowhere' }]),
    named: ['ramdisk-logs', /\/nowhere cannot be read \(ENOENT\)/, /correct directory under ramdisk_logs/],
  },
  {
    what: 'a container that is not there',
    spoil: (setup) => {
      asAdmin(setup);
      put(setup, 'ramdisk_logs', [{ swift: 'nowhere' }]);
    },
    named: [
      'ramdisk-logs',
      /Swift of cloud demo has no container nowhere/,
      /correct swift under ramdisk_logs/,
    ],
  },
  {
    what: 'a container where there is no Swift',
    spoil: (setup) => {
      clinic.cloud.faults.removeFromCatalog('swift');
      put(setup, 'ramdisk_logs', [{ swift: 'logs' }]);
    },
    named: ['ramdisk-logs', /Swift is not in the catalogue/, /name a directory/],
  },
  {
    what: 'a database whose address is none',
    spoil: (setup) => {
      setup.env['DATABASE_URL'] = 'mysql://x';
    },
    named: ['variables', /DATABASE_URL does not begin with postgres:\/\//, /DATABASE_URL/],
  },
  {
    what: 'a Redis whose address is none',
    spoil: (setup) => {
      setup.env['REDIS_URL'] = 'redis.example.org';
    },
    named: ['variables', /REDIS_URL is no address of the form redis:/, /REDIS_URL/],
  },
  {
    what: 'a Redis that is not there',
    spoil: (setup) => {
      setup.env['REDIS_URL'] = 'redis://:s3cr3t-word@127.0.0.1:1/0';
    },
    named: ['redis', /^Redis cannot be reached \(ECONNREFUSED\)$/, /correct host and port in REDIS_URL/],
  },
  {
    what: 'a database that is not there',
    spoil: (setup) => {
      setup.env['DATABASE_URL'] = 'postgres://oncall:s3cr3t-word@127.0.0.1:1/oncall';
    },
    named: ['database', /does not answer \(ECONNREFUSED\)/, /correct host and port in DATABASE_URL/],
  },
  {
    what: 'a folder that cannot be written to',
    spoil: (setup) => put(setup, 'database', '/proc/records.sqlite'),
    named: ['database', /\/proc cannot be written to/, /^install -d -o/],
  },
  {
    what: 'a folder that is not there',
    spoil: (setup) => put(setup, 'database', '/nowhere/records.sqlite'),
    named: ['database', /\/nowhere cannot be written to \(ENOENT\)/, /^install -d/],
  },
  {
    what: 'a file that is no database',
    spoil: (setup) => {
      writeFileSync(
        join(clinic.folder, 'odd.sqlite'),
        'no database at all, but long enough to be looked at\n'.repeat(20),
      );
      put(setup, 'database', join(clinic.folder, 'odd.sqlite'));
    },
    named: ['database', /is no SQLite database/, /another file/],
  },
  {
    what: 'a database of a newer release',
    spoil: (setup) => {
      const path = join(clinic.folder, 'newer.sqlite');
      const database = new DatabaseSync(path);
      database.exec(
        "create table ironic_oncall_migrations (name text primary key, at text); insert into ironic_oncall_migrations values ('9999-later', '2030')",
      );
      database.close();
      put(setup, 'database', path);
    },
    named: ['database', /written by a newer release/, /backup/],
  },
];

test.each(MISTAKES)('$what is named with what mends it', async ({ spoil, named: [id, told, fix] }) => {
  const { code, checks, out } = await clinic.examine(spoil);
  const found = checks.find((one) => one.id === id && told.test(one.told));
  expect(found, out).toBeDefined();
  expect(['fail', 'warn']).toContain(found?.state);
  expect(found?.fix).toMatch(fix);
  expect(out).not.toContain('s3cr3t-word');
  expect(code).toBe(checks.some(({ state }) => state === 'fail') ? 1 : 0);
});

test('a container that is there can be read', async () => {
  const name = clinic.cloud.logsContainer ?? '';
  clinic.cloud.state.containers.push({ name, objects: [] });
  const { checks } = await clinic.examine((setup) => {
    asAdmin(setup);
    put(setup, 'ramdisk_logs', [{ swift: name }]);
  });
  expect(checks.find(({ id }) => id === 'ramdisk-logs')).toMatchObject({ state: 'ok' });
});

const POSTGRES = DATABASES.find(({ kind }) => kind === 'postgres');
describe.skipIf(POSTGRES?.missing !== false)('on PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = (await POSTGRES?.create()) as TestDatabase;
  });
  afterAll(() => database.drop());
  const look = async (spoil: (url: URL) => void) => {
    const url = new URL(database.options.url ?? '');
    spoil(url);
    const { checks, out } = await clinic.examine((setup) => {
      setup.env['DATABASE_URL'] = url.href;
    });
    if (url.password.length > 5) expect(out).not.toContain(url.password);
    return checks.find(({ id }) => id === 'database');
  };

  test('an empty one is well', async () => {
    expect(await look(() => undefined)).toMatchObject({
      state: 'ok',
      told: expect.stringContaining('empty'),
    });
  });

  test('one that does not exist is named', async () => {
    const told = await look((url) => {
      url.pathname = '/nowhere';
    });
    expect(told).toMatchObject({
      state: 'fail',
      told: expect.stringContaining('does not exist'),
      fix: expect.stringMatching(/^createdb/),
    });
  });

  test('a wrong user or password is named', async () => {
    const told = await look((url) => {
      url.username = 'nobody';
      url.password = 'w1ng-wrong-word';
    });
    expect(told).toMatchObject({
      state: 'fail',
      fix: expect.stringMatching(/user and password in DATABASE_URL/),
    });
  });
});

describe.skipIf(REDIS.missing)('on Redis', () => {
  const look = async (spoil: (url: URL) => void) => {
    const url = new URL(REDIS.url);
    spoil(url);
    const { checks, out } = await clinic.examine((setup) => {
      setup.env['REDIS_URL'] = url.href;
    });
    if (url.password) expect(out).not.toContain(url.password);
    return checks.find(({ id }) => id === 'redis');
  };

  test('one that can be used is well', async () => {
    expect(await look(() => undefined)).toMatchObject({
      state: 'ok',
      told: expect.stringMatching(/^reached/),
    });
  });

  test('a wrong password is named, and none', async () => {
    for (const password of ['w1ng-wrong-word', ''])
      expect(
        await look((url) => {
          url.password = password;
        }),
      ).toMatchObject({
        state: 'fail',
        fix: expect.stringMatching(/^correct user and password in REDIS_URL/),
      });
  });
});
