import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../packaging/bundle.ts';
import { REGISTRIES } from '../../packaging/entries.ts';
import { OUR_SITE } from '../support/own-playbook.ts';
import { REDIS } from '../support/redis.ts';

const top = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-bundle-'));
const dist = join(folder, 'dist');
const home = join(folder, 'home');
const NOBODY = 65_534;
const root = process.getuid?.() === 0;
/** Whom root's own rights do not help. */
const somebody = root ? { uid: NOBODY, gid: NOBODY } : {};
const programs = () =>
  readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjs'));

beforeAll(async () => {
  await bundle(dist);
  mkdirSync(home);
  for (const path of [folder, home]) chmodSync(path, 0o777);
  execFileSync('chmod', ['-R', 'a-w,a+rX', dist]);
});
afterAll(() => {
  execFileSync('chmod', ['-R', 'u+w', dist]);
  rmSync(folder, { recursive: true });
});

const bare = { cwd: home, env: { PATH: process.env['PATH'], HOME: home } };
const run = (program: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(dist, program), ...args], { ...bare, ...somebody, encoding: 'utf8' });

/** Starts it and resolves with the page's address; the process is ended with SIGTERM and has to end by itself. */
async function demo(command: string, args: readonly string[], options: object) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const lines: string[] = [];
  const address = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
      if (url) address.resolve(url);
    });
  void exited.then(([code]) => address.reject(new Error(`ended with ${code}:\n${lines.join('\n')}`)));
  const url = await address.promise;
  const stop = async () => {
    child.kill();
    const [code] = await exited;
    return code;
  };
  return { url, lines, stop, pid: child.pid ?? 0 };
}

/** Asks as the page does, and reads what the page is told until the answer is there. */
async function asks(url: string, text: string, answer: string): Promise<string> {
  const me = '?as=U0MAYA0001';
  const events = await fetch(`${url}page/events${me}`, { signal: AbortSignal.timeout(120_000) });
  const act = { do: 'slash', channel: 'baremetal-oncall', command: '/ironic', text };
  const headers = { 'content-type': 'application/json' };
  await fetch(`${url}page/act${me}`, { method: 'POST', headers, body: JSON.stringify(act) });
  let seen = '';
  for await (const piece of events.body ?? []) {
    seen += new TextDecoder().decode(piece);
    if (seen.includes(answer)) break;
  }
  return seen;
}

test('starts without node_modules, for who is not root, on a tree that cannot be written, and answers', async () => {
  const bot = await demo(process.execPath, [join(dist, 'main.mjs')], { ...bare, ...somebody });
  const page = await (await fetch(`${bot.url}page/app.ts`)).text();
  expect(page).toContain("from './blocks.ts'");
  expect(await asks(bot.url, 'why bm-a11', 'Also checked: ')).toContain('Also checked: ');
  expect(await bot.stop()).toBe(0);
  expect(bot.lines).toHaveLength(1);
});

test('counts through Redis where there is one, and goes on by itself where that is away', async () => {
  const away = 'limits are those of this process alone until Redis is there';
  for (const url of ['redis://127.0.0.1:1/0', ...(REDIS.missing ? [] : [REDIS.url])]) {
    const how = { ...bare, ...somebody, env: { ...bare.env, REDIS_URL: url } };
    const bot = await demo(process.execPath, [join(dist, 'main.mjs')], how);
    expect(bot.lines.filter((line) => line.includes(away))).toHaveLength(url === REDIS.url ? 0 : 1);
    expect(await bot.stop()).toBe(0);
  }
});

test('has every unit of every folder that is a registry', () => {
  for (const name of REGISTRIES) {
    const units = readdirSync(join(top, name)).filter((file) => file.endsWith('.ts'));
    const bundled = readdirSync(join(dist, name)).filter((file) => file.endsWith('.mjs'));
    expect(bundled).toEqual(units.map((file) => file.replace(/ts$/, 'mjs')));
  }
});

test('answers in a terminal, also with a playbook that a user wrote in TypeScript', () => {
  mkdirSync(join(home, 'own'));
  writeFileSync(join(home, 'own', 'our-site.ts'), OUR_SITE);
  writeFileSync(join(home, 'ironic-oncall.yml'), 'playbooks_path: [own]');
  const { stdout, stderr } = run('terminal.mjs', '--explain', 'OUR-SITE is down');
  rmSync(join(home, 'ironic-oncall.yml'));
  expect(stdout).toContain('[confirmed] node-locked: Our site says so.');
  expect(stderr).toBe('');
});

test('its other programs say how they are used', () => {
  expect(run('audit-terminal.mjs').stderr).toContain('usage: npm run -s audit');
  expect(run('records-terminal.mjs').stderr).toContain('usage: npm run -s records');
  expect(run('doctor.mjs', '--help').status).toBe(0);
});

test('draws pictures with the canvas and the letters that it brings along', async () => {
  const [chunk = ''] = programs().filter((name) => /^chunks\/fleet-picture-.*\.mjs$/.test(name));
  const { drawFleet } = (await import(pathToFileURL(join(dist, chunk)).href)) as {
    drawFleet(report: object, past: readonly unknown[]): Promise<{ content: Buffer }>;
  };
  const groups = [{ cause: 'node-locked', nodes: [1, 2], shared: null }];
  const drawn = await drawFleet({ cloud: 'demo', at: 0, total: 2, shown: 2, nodes: [], groups }, []);
  expect([...drawn.content.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
});

test('keeps names for stacks, has its maps beside it, and knows nothing of the machine that made it', () => {
  expect(readFileSync(join(dist, 'main.mjs'), 'utf8')).toContain('async function startBot(');
  for (const name of programs()) {
    const text = readFileSync(join(dist, name), 'latin1');
    expect(text.includes(top), name).toBe(false);
    expect(/[\x80-\xff]/.test(text), name).toBe(false);
    if (name !== 'root.mjs')
      expect(readdirSync(join(dist, name, '..'))).toContain(`${name.split('/').at(-1)}.map`);
  }
});

// What the Dockerfile does, without an engine: the same root file system, read-only, as the same user.
const jail = root && spawnSync('unshare', ['--mount', 'true']).status === 0;
if (!jail) console.warn('Not root, or mounts are not allowed: the image is not rehearsed.');
test.skipIf(!jail)('runs in the root file system of the image, read-only, as its user', async () => {
  const rootfs = join(folder, 'rootfs');
  const path = `${join(top, 'node_modules/.bin')}:${process.env['PATH']}`;
  execFileSync(join(top, 'packaging/rootfs'), [dist, rootfs], { env: { PATH: path } });
  const [entrypoint = ''] =
    /(?<=^ENTRYPOINT )\[.*\]$/m.exec(readFileSync(join(top, 'packaging/Dockerfile'), 'utf8')) ?? [];
  const steps = `set -e
    mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"
    mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"; mount -t tmpfs -o mode=700,uid=10001,gid=10001 tmpfs "$1/data"
    root=$1; shift
    exec env -i HOME=/data "$(command -v chroot)" --userspec=10001:10001 "$root" "$@"`;
  const args = ['--mount', '--propagation', 'private', 'sh', '-c', steps, 'sh', rootfs];
  const bot = await demo('unshare', [...args, ...(JSON.parse(entrypoint) as string[])], { cwd: '/' });
  expect(readFileSync(`/proc/${bot.pid}/status`, 'utf8')).toMatch(/^Uid:\s10001\s10001/m);
  expect((await fetch(bot.url)).status).toBe(200);
  expect(await bot.stop()).toBe(0);
});
