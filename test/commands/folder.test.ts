import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/core/command.ts';

const folder = new URL('../../commands/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));

async function load(file: string): Promise<Command> {
  const module: { default: Command } = await import(new URL(file, folder).href);
  return module.default;
}

describe('commands/', () => {
  it('has the words of this release', () => {
    expect(files.toSorted()).toEqual(expect.arrayContaining(['explain.ts', 'help.ts', 'why.ts']));
  });

  it.each(files)(
    '%s exports a command of that name, with a usage and examples that begin with it',
    async (file) => {
      const command = await load(file);
      const id = file.replace(/\.ts$/, '');
      expect(command.id).toBe(id);
      expect(command.usage.split(' ')[0]).toBe(id);
      expect(command.summary).toMatch(/^[^.]+$/);
      for (const example of command.examples) expect(example.split(' ')[0]).toBe(id);
      expect(command.examples.length).toBeGreaterThan(0);
    },
  );

  it.each(files)('%s has a test of its own', (file) => {
    const tests = readdirSync(new URL('.', import.meta.url));
    expect(tests).toContain(file.replace(/\.ts$/, '.test.ts'));
  });
});
