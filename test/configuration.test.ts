import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { LogsSchema, RamdiskLogsSchema } from '../src/logs/config.ts';

const page = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');
const example = parse(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '') as Record<string, unknown>;

test('the example is one that the bot takes', () => {
  expect(LogsSchema.parse(example['logs']).sources).toHaveLength(3);
  expect(RamdiskLogsSchema.parse(example['ramdisk_logs'])).toHaveLength(2);
});

test('every key of the log sources is on the page', () => {
  const schemas = [LogsSchema, RamdiskLogsSchema].map((schema) => z.toJSONSchema(schema, { io: 'input' }));
  const keys = new Set<string>();
  JSON.stringify(schemas, (_, value: unknown) => {
    const properties =
      value !== null && typeof value === 'object' && 'properties' in value ? value.properties : {};
    for (const key of Object.keys(properties ?? {})) keys.add(key);
    return value;
  });
  expect(keys.size).toBeGreaterThan(15);
  expect([...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(page))).toEqual([]);
});

test('every variable that the configuration reads is on the page', () => {
  const source = readFileSync(new URL('../src/config.ts', import.meta.url), 'utf8');
  const read = [...source.matchAll(/env\['([A-Z_]+)'\]/g)].map((match) => match[1] ?? '');
  expect(read.length).toBeGreaterThan(5);
  expect(read.filter((name) => !page.includes(name))).toEqual([]);
});
