import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ActingSchema } from '../src/approvals/config.ts';
import { AlertsSchema } from '../src/core/alert-config.ts';
import { FleetSchema } from '../src/fleet/config.ts';
import { LogsSchema, RamdiskLogsSchema } from '../src/logs/config.ts';

const page = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');
const example = parse(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '') as Record<string, unknown>;

/** Every key that a schema knows, at any depth. */
function keysOf(schemas: readonly unknown[]): readonly string[] {
  const keys = new Set<string>();
  JSON.stringify(schemas, (_, value: unknown) => {
    const properties =
      value !== null && typeof value === 'object' && 'properties' in value ? value.properties : {};
    for (const key of Object.keys(properties ?? {})) keys.add(key);
    return value;
  });
  return [...keys];
}

test('the example is one that the bot takes', () => {
  expect(LogsSchema.parse(example['logs']).sources).toHaveLength(3);
  expect(RamdiskLogsSchema.parse(example['ramdisk_logs'])).toHaveLength(2);
});

test('every key of the log sources is on the page', () => {
  const keys = keysOf(
    [LogsSchema, RamdiskLogsSchema].map((schema) => z.toJSONSchema(schema, { io: 'input' })),
  );
  expect(keys.length).toBeGreaterThan(15);
  expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(page))).toEqual([]);
});

test('the example of alerts is one that the bot takes, with every key there is', () => {
  const text = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '').at(-1) ?? '';
  const { alerts } = parse(text, { version: '1.1' }) as { alerts: object };
  expect(AlertsSchema.safeParse(alerts).error).toBeUndefined();
  expect(Object.keys(alerts).toSorted()).toEqual(Object.keys(AlertsSchema.shape).toSorted());
  const keys = keysOf([z.toJSONSchema(AlertsSchema, { io: 'input', unrepresentable: 'any' })]);
  expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(page))).toEqual([]);
});

test('the example of a fleet is one that the bot takes, with every key there is', () => {
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) =>
    parse(yaml, { version: '1.1' }),
  );
  const { fleet } = examples.find((one) => 'fleet' in one) as { fleet: Record<string, unknown> };
  expect(FleetSchema.safeParse(fleet).error).toBeUndefined();
  const shape = z.toJSONSchema(FleetSchema, { io: 'input', unrepresentable: 'any' });
  const keys = [...Object.keys(fleet), ...Object.keys(fleet['digest'] ?? {})];
  expect(keys.toSorted()).toEqual(keysOf([shape]).toSorted());
});

const acting = readFileSync(new URL('../docs/acting.md', import.meta.url), 'utf8');

test('the examples of acting are ones that the bot takes, and every key is on the page', () => {
  const examples = [...acting.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parse(text));
  expect(examples).toHaveLength(2);
  for (const one of examples as { acting: unknown }[])
    expect(ActingSchema.safeParse(one.acting).error).toBeUndefined();
  const missing = keysOf([z.toJSONSchema(ActingSchema, { io: 'input' })]).filter(
    (key) => !new RegExp(`\\b${key}\\b`).test(acting),
  );
  expect(missing).toEqual([]);
});

test('every variable that the configuration reads is on the page', () => {
  const source = ['config', 'config-file', 'config-settings']
    .map((name) => readFileSync(new URL(`../src/${name}.ts`, import.meta.url), 'utf8'))
    .join('\n');
  const read = [...source.matchAll(/env\['([A-Z_]+)'\]/g)].map((match) => match[1] ?? '');
  expect(read.length).toBeGreaterThan(5);
  expect(read.filter((name) => !page.includes(name))).toEqual([]);
});
