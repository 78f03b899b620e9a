import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig, reviewConfig } from '../src/config.ts';
import { FileSchema } from '../src/config-file.ts';

const path = new URL('../ironic-oncall.example.yml', import.meta.url).pathname;
const text = readFileSync(path, 'utf8');
const example: unknown = parse(text);

const folder = mkdtempSync(join(tmpdir(), 'example-'));
afterAll(() => rmSync(folder, { recursive: true }));
const clouds = join(folder, 'clouds.yaml');
writeFileSync(clouds, 'clouds: { mycloud: {}, lab: {}, mycloud-writer: {} }');
const env = { IRONIC_ONCALL_CONFIG: path, OS_CLIENT_CONFIG_FILE: clouds };

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
}

const isBag = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ways to log in that shut each other out: one store shows one, another store the other. */
const isShownBeside = (key: string, bags: readonly Record<string, unknown>[]): boolean =>
  bags.length > 0 && ['user', 'password_env', 'token_env'].includes(key) && text.includes(` ${key}: `);

/** Keys of a schema that no value has, each with the way to it; several values show a key together. */
function missing(schema: Schema, values: readonly unknown[], way = ''): readonly string[] {
  const bags = values.filter(isBag);
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const there = bags.flatMap((bag) => (key in bag ? [bag[key]] : []));
    const at = way === '' ? key : `${way}.${key}`;
    if (there.length > 0) return missing(inner, there, at);
    return isShownBeside(key, bags) ? [] : [at];
  });
  const further = schema.additionalProperties;
  const named = isBag(further) ? missing(further, bags.flatMap(Object.values), `${way}.*`) : [];
  const items = schema.items ? missing(schema.items, values.filter(Array.isArray).flat(), `${way}[]`) : [];
  // Each branch is shown by the values that have the key by which it is known.
  const branches = (schema.anyOf ?? []).flatMap((branch) => {
    const known = Object.keys(branch.properties ?? {})[0];
    return missing(branch, known === undefined ? values : bags.filter((bag) => known in bag), way);
  });
  return [...own, ...named, ...items, ...branches];
}

const schema = z.toJSONSchema(FileSchema, { io: 'input', unrepresentable: 'any' }) as Schema;

test('the example shows every key at every depth', () => {
  expect(Object.keys(schema.properties ?? {}).length).toBeGreaterThan(7);
  expect(missing(schema, [example])).toEqual([]);
});

test('a key that is not there, however deep, is found', () => {
  const less = structuredClone(example) as {
    logs: { sources: { tenant?: string; index?: string }[] };
    fleet?: unknown;
  };
  for (const source of less.logs.sources) {
    delete source.tenant;
    delete source.index;
  }
  delete less.fleet;
  expect(missing(schema, [less])).toEqual(['logs.sources[].tenant', 'logs.sources[].index', 'fleet']);
});

test('the example is one that the bot takes', () => {
  expect(reviewConfig(env).mistakes).toEqual([]);
  expect(loadConfig(env).deadlineMs).toBe(15_000);
});

test('every key has a word about it', () => {
  const lines = text.split('\n');
  const silent = lines.filter((line, at) => {
    if (!/^ {0,2}[a-z_]+:/.test(line)) return false;
    const inner = lines[at + 1]?.match(/^ +/)?.[0].length ?? 0;
    const opens = line.endsWith(':') && inner > (line.match(/^ */)?.[0].length ?? 0);
    return !opens && !line.includes('#') && !lines[at - 1]?.trim().startsWith('#');
  });
  expect(silent).toEqual([]);
});

test('a default that is told is the one that holds', () => {
  const bare = FileSchema.parse({
    acting: {},
    logs: { sources: [{ files: ['/x'] }] },
    fleet: {},
    alerts: { channels: ['C0123ABCD'] },
  }) as unknown as Record<string, Record<string, unknown>>;
  let top = '';
  const wrong: string[] = [];
  let told = 0;
  for (const line of text.split('\n')) {
    top = /^([a-z_]+):/.exec(line)?.[1] ?? top;
    const [, key = '', number] = /^ {2}([a-z_]+): .*Default: (\d+)$/.exec(line) ?? [];
    if (number === undefined) continue;
    told += 1;
    if (bare[top]?.[key] !== Number(number)) wrong.push(`${top}.${key}`);
  }
  expect(told).toBeGreaterThan(8);
  expect(wrong).toEqual([]);
});
