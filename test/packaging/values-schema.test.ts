import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const chart = new URL('../../packaging/helm/ironic-oncall/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, chart), 'utf8');
const values = parse(read('values.yaml')) as Record<string, unknown>;
const schema = JSON.parse(read('values.schema.json')) as { properties: object };
const accepts = new Ajv({ strictTypes: false, strictRequired: false }).compile(schema);
const secrets = values['secrets'] as object;

test('the values that come with the chart are right, and the schema knows every one of them', () => {
  expect(accepts(values), JSON.stringify(accepts.errors)).toBe(true);
  expect(
    Object.keys(schema.properties)
      .filter((key) => key !== 'global')
      .sort(),
  ).toEqual(Object.keys(values).sort());
});

test('the chart is of the version of the bot', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(parse(read('Chart.yaml'))).toMatchObject({ version, appVersion: version });
});

test('several replicas with a database, or none, are right', () => {
  expect(accepts({ ...values, replicas: 3, secrets: { ...secrets, database: 'db' } })).toBe(true);
  expect(accepts({ ...values, replicas: 3, secrets: { ...secrets, database: 'db', redis: 'redis' } })).toBe(
    true,
  );
  expect(accepts({ ...values, replicas: 0 })).toBe(true);
});

test.each([
  ['several replicas on one file', { replicas: 2 }],
  ['more replicas than Slack has sockets for', { replicas: 6, secrets: { ...secrets, database: 'db' } }],
  ['the tag latest', { image: { repository: 'x', tag: 'latest' } }],
  ['a digest that is none', { image: { repository: 'x', digest: 'sha256:beef' } }],
  ['a key that nobody knows', { replica: 1 }],
  ['a token instead of the name of a Secret', { secrets: { ...secrets, slack: 'xoxb-1-SECRET' } }],
  [
    'the address of a Redis instead of the name of a Secret',
    { secrets: { ...secrets, redis: 'redis://:p@h' } },
  ],
  ['no Secret with clouds', { secrets: { ...secrets, clouds: '' } }],
  ['a port that needs rights', { http: { port: 80 } }],
  ['what the chart says itself', { config: { http: { port: 1 } } }],
])('%s is refused', (_, wrong) => {
  expect(accepts({ ...values, ...wrong })).toBe(false);
});
