import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IllBot, startIllBot } from '../support/ill.ts';
import { nothingKept } from '../support/ill-records.ts';
import { isHealthy, nothingLost, worksAgain } from '../support/works-again.ts';

/** A server of its own, since it is stopped. Debian's package has what `.ci/postgres` starts. */
const missing = !servers().length;
if (missing)
  console.warn('There is no PostgreSQL here: nothing is tested on one that is ill (see .ci/postgres).');

const folder = missing ? '' : mkdtempSync(join(tmpdir(), 'ironic-oncall-pg-'));
const script = join(import.meta.dirname, '../../.ci/postgres');
const server = (verb: string) => execFileSync(script, [verb, folder], { stdio: 'pipe' });
let url = '';
let bot: IllBot;
beforeAll(async () => {
  if (missing) return;
  server('start');
  url = readFileSync(join(folder, 'url'), 'utf8').trim();
  bot = await startIllBot({ url });
});
afterAll(async () => {
  await bot?.[Symbol.asyncDispose]();
  if (!missing) server('stop');
});

describe.skipIf(missing)('postgres-stopped', () => {
  test('questions and clicks are answered, nothing is done, and all goes on when it runs again', async () => {
    await nothingKept(
      bot,
      () => server('halt'),
      () => server('again'),
    );
  });

  test('what is under way when it stops is not done twice, and its end is recorded', async () => {
    const node = bot.waiting();
    const approval = await bot.request(node);
    await bot.agree(approval);
    await bot.slack.until(() => bot.effects(node) || undefined, 60_000);
    server('halt');
    expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
    server('again');
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
    await nothingLost(bot);
  });
});

describe.skipIf(missing)('postgres-cut', () => {
  test('connections that are ended under it are made anew, and nobody notices', async () => {
    const node = bot.waiting();
    const approval = await bot.request(node);
    await cutAll();
    await bot.agree(approval);
    await bot.slack.until(() => bot.effects(node) || undefined, 60_000);
    await cutAll();
    await bot.shown(node, /✅/);
    expect(bot.effects(node)).toBe(1);
    await worksAgain(bot);
  });
});

describe.skipIf(missing)('postgres-hangs', () => {
  test('questions are answered, whoever clicks hears of it, and nothing is done twice when it wakes', async () => {
    const [agreed, clicked, alerted] = [bot.waiting(), bot.stuck(), bot.stuck()];
    const approval = await bot.request(agreed);
    const { answer } = await bot.why(clicked);
    const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
      for (const pid of inFolder()) process.kill(Number(pid), name);
    };
    signal('SIGSTOP');
    try {
      expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
      const { words } = await bot.why(clicked);
      expect(words).toMatch(/Cleaning failed/);
      const since = { jonas: bot.toldSoFar('jonas'), maya: bot.toldSoFar('maya') };
      await bot.agree(approval);
      await bot.want(answer);
      await bot.told('jonas', /This takes longer than it should|records did not answer/, since.jonas);
      await bot.told('maya', /This takes longer than it should|records did not answer/, since.maya);
      expect(bot.effects(agreed) + bot.effects(clicked)).toBe(0);
      const alert = await bot.alert(alerted);
      signal('SIGCONT');
      await bot.annotation(alert, /Cleaning failed/, 240_000);
    } finally {
      signal('SIGCONT');
    }
    // What was clicked may have been kept or not: where its button still stands, once more does no harm.
    await bot.agree(approval).catch((error: Error) => expect(error.name).toBe('ActingError'));
    await bot.want(answer);
    for (const node of [agreed, clicked]) {
      await bot.shown(node, /✅/);
      expect(bot.effects(node)).toBe(1);
    }
    await worksAgain(bot);
  });
});

/** Whoever has the bot's database open, but for who asks. */
async function cutAll(): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
    'ironic-oncall',
  ]);
  await client.end();
}

/** Of the server and its backends. */
function inFolder(): readonly string[] {
  const [head = ''] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', head], { encoding: 'utf8' });
  return [head, ...children.trim().split(/\s+/)].filter(Boolean);
}

function servers(): readonly string[] {
  try {
    return readdirSync('/usr/lib/postgresql');
  } catch {
    return [];
  }
}
