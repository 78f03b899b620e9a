import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, whatIsProvided } from '../../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
const CLOUDS = join(folder, 'clouds.yaml');
const auth = (host: string) =>
  `{auth: {auth_url: http://${host}:5000/v3, username: a, password: b, project_name: p, user_domain_name: Default, project_domain_name: Default}}`;
writeFileSync(CLOUDS, `clouds:\n  prod: ${auth('prod')}\n  lab: ${auth('lab')}\n`);

const FILES = { OS_CLIENT_CONFIG_FILE: CLOUDS };
function withFile(text: string): Record<string, string> {
  const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'ironic-oncall.yml');
  writeFileSync(path, text);
  return { ...FILES, IRONIC_ONCALL_CONFIG: path };
}

test('with nothing at all there is no Slack and no cloud, and asking one says what to set', () => {
  const config = loadConfig({});
  expect(config.slack).toBeUndefined();
  expect(config.deadlineMs).toBe(15_000);
  expect(() => config.clouds.get('prod')).toThrow(/OS_CLOUD/);
  expect(whatIsProvided({})).toEqual({ slack: false, cloud: false });
});

test('OS_CLOUD chooses the default, the others can be named', () => {
  const { clouds } = loadConfig({ ...FILES, OS_CLOUD: 'lab' });
  expect(clouds.names).toEqual(['lab', 'prod']);
  expect(clouds.get('prod').name).toBe('prod');
});

test('a variable that is empty is one that is not set', () => {
  expect(loadConfig({ ...FILES, OS_CLOUD: '' }).clouds.default).toBe('prod');
  const before = process.cwd();
  process.chdir(dirname(withFile('deadline: 7')['IRONIC_ONCALL_CONFIG'] ?? ''));
  try {
    expect(loadConfig({ IRONIC_ONCALL_CONFIG: '' }).deadlineMs).toBe(7_000);
  } finally {
    process.chdir(before);
  }
});

test('the file may name fewer clouds, and then no other may be asked', () => {
  const { clouds } = loadConfig(withFile('clouds: [prod]\n'));
  expect(clouds.default).toBe('prod');
  expect(() => clouds.get('lab')).toThrow(/none of prod/);
});

test.each([
  ['an unknown key', 'deadlin: 3\n', /unknown key deadlin \(line 1\); did you mean deadline\?/],
  ['a wrong value', 'deadline: soon\n', /wrong value at deadline/],
  ['a cloud that is not there', 'clouds: [lob]\n', /names the cloud lob.*did you mean lab/],
  ['broken YAML', 'clouds: [\n', /not valid YAML/],
])('%s is named with the nearest right one', (_, text, message) => {
  expect(() => loadConfig(withFile(text))).toThrow(message);
});

test('a bot token alone is not enough', () => {
  expect(() => loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow(/SLACK_APP_TOKEN.*Socket Mode/);
});

test('Socket Mode, or signed HTTP on loopback', () => {
  expect(loadConfig({ SLACK_BOT_TOKEN: 'b', SLACK_APP_TOKEN: 'a' }).slack).toMatchObject({
    appToken: 'a',
    command: '/ironic',
  });
  expect(loadConfig({ SLACK_BOT_TOKEN: 'b', SLACK_SIGNING_SECRET: 's' }).slack?.http).toEqual({
    host: '127.0.0.1',
    port: 3000,
  });
});

test.each([
  ['SLACK_HTTP_PORT', '70000'],
  ['LOG_LEVEL', 'loud'],
])('a wrong %s is refused by name', (variable, value) => {
  const env = { SLACK_BOT_TOKEN: 'b', SLACK_SIGNING_SECRET: 's', [variable]: value };
  expect(() => loadConfig(env)).toThrow(new RegExp(variable));
});

test('a cloud that is configured wrongly is not taken for no cloud', () => {
  expect(whatIsProvided({ OS_CLIENT_CONFIG_FILE: '/nowhere/clouds.yaml' }).cloud).toBe(true);
});

test('approvals are kept in a file beside the configuration, or where DATABASE_URL says', () => {
  const env = withFile('database: state/oncall.sqlite\n');
  expect(loadConfig(env).database).toEqual({
    file: join(dirname(env['IRONIC_ONCALL_CONFIG'] ?? ''), 'state/oncall.sqlite'),
  });
  const { database } = loadConfig({ ...FILES, DATABASE_URL: 'postgres://oncall@127.0.0.1/oncall' });
  expect(database.url).toBe('postgres://oncall@127.0.0.1/oncall');
  expect(() => loadConfig({ ...FILES, DATABASE_URL: 'mysql://u:hunter22@h/d' })).toThrow(
    /^DATABASE_URL does not begin with postgres:\/\/$/,
  );
});

test('limits are shared where REDIS_URL says, and a wrong one is told without what is secret in it', () => {
  expect(loadConfig(FILES).redis).toBeUndefined();
  expect(loadConfig({ ...FILES, REDIS_URL: '' }).redis).toBeUndefined();
  const url = 'rediss://oncall:p%40ss@redis.example.org:6380/1';
  expect(loadConfig({ ...FILES, REDIS_URL: url }).redis).toEqual({ url });
  for (const wrong of [
    'redis.example.org:6379',
    'http://x:hunter22@h',
    'redis:///0',
    'redis://x:hunter22@h:port',
  ])
    expect(() => loadConfig({ ...FILES, REDIS_URL: wrong })).toThrow(
      /^REDIS_URL is no address of the form redis:\/\/user:password@host:6379\/0$/,
    );
});

test('a writer of clouds.yaml carries out, is not asked about, and has to be there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const path = join(folder, 'clouds.yaml');
  writeFileSync(path, `clouds:\n  prod: ${auth('prod')}\n  prod-writer: ${auth('prod')}\n`);
  const withActing = (text: string) => ({ ...withFile(text), OS_CLIENT_CONFIG_FILE: path });
  const { clouds, acting } = loadConfig(withActing('acting: { writers: { prod: prod-writer } }\n'));
  expect(clouds.names).toEqual(['prod']);
  expect(clouds.writer('prod')?.name).toBe('prod-writer');
  expect(clouds.writer('lab')).toBeUndefined();
  // One credential for both is allowed, though nobody should want it.
  expect(loadConfig(withActing('acting: { writers: { prod: prod } }\n')).clouds.names).toContain('prod');
  // Nobody may act until somebody is named.
  expect(acting?.request).toEqual({ users: [], groups: [] });
  expect(() => loadConfig(withActing('acting: { writers: { prod: prod-writr } }\n'))).toThrow(
    /^acting.writers names prod-writr.*did you mean prod-writer\?/,
  );
  expect(() => loadConfig(withActing('acting: { writers: { prd: prod-writer } }\n'))).toThrow(
    /^acting.writers has prd.*did you mean prod/,
  );
});

test('the channels of alerts are in the file, and a mistake in them is told with its line', () => {
  const { alerts } = loadConfig(withFile('alerts:\n  channels: [C0123ABCD]\n'));
  expect(alerts).toMatchObject({ channels: ['C0123ABCD'], storm: { from: 5, window: 10 } });
  expect(loadConfig(FILES).alerts).toBeUndefined();
  expect(loadConfig(FILES, { alerts }).alerts).toBe(alerts);
  const wrong = withFile('alerts:\n  channels: [C0123ABCD]\n  quite: {}\n');
  expect(() => loadConfig(wrong)).toThrow(/unknown key quite in alerts \(line 3\); did you mean quiet\?/);
  const hours = withFile(
    'alerts:\n  channels: [C0123ABCD]\n  quiet: {from: 22:00, to: "07:00", timezone: UTC}\n',
  );
  expect(() => loadConfig(hours)).toThrow(/alerts\.quiet\.from \(line 3\): it has to be text/);
});
