import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineCommand } from '../../../src/core/command.ts';
import type { LocalSlack } from '../../../src/sandbox/slack/server.ts';
import type { Message } from '../../../src/sandbox/slack/types.ts';
import type { SlackAppOptions } from '../../../src/slack/app.ts';
import type { Questions } from '../../../src/slack/keeper.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { createQuestions, LEASE_MS } from '../../../src/store/questions.ts';
import { type Bot, commands, reporting, servicesWith, startReplica, startWorkspace } from './support/bot.ts';

const CHANNEL = 'baremetal-oncall';
const never = (): Promise<never> => new Promise(() => undefined);
/** It works on every question for ever, or as long as it may. */
const hanging = servicesWith((_words, { signal }) => {
  const { promise, reject } = Promise.withResolvers<never>();
  signal?.addEventListener('abort', () => reject(new Error('aborted')));
  return promise;
});

/** Records that hear nothing more of a process from the call on that kills it. */
function mortal(questions: Questions, killedBy?: keyof Questions) {
  let dead = false;
  return {
    die() {
      dead = true;
    },
    questions: new Proxy(questions, {
      get: (of, key) => {
        const call = Reflect.get(of, key) as (...args: readonly unknown[]) => unknown;
        return (...args: readonly unknown[]) => {
          dead ||= key === killedBy;
          return dead ? never() : call(...args);
        };
      },
    }),
  };
}

describe('a question whose process is gone', () => {
  let slack: LocalSlack;
  let store: Store;
  const at = { ms: 0 };
  const clock = () => new Date(at.ms);
  const bots: Bot[] = [];
  let owners = 0;
  beforeEach(async () => {
    at.ms = Date.now();
    slack = await startWorkspace();
    store = await openStore({ file: ':memory:' });
  });
  afterEach(async () => {
    await Promise.all(bots.splice(0).map((bot) => bot[Symbol.asyncDispose]()));
    await store.close();
    await slack.close();
  });

  async function start(services = reporting(), options: Partial<SlackAppOptions> = {}) {
    const questions = createQuestions({ store, clock, owner: `replica-${++owners}` });
    const bot = await startReplica(slack, services, {
      questions,
      clock,
      pollMs: 5,
      patienceMs: 1,
      ...options,
    });
    bots.push(bot);
    return bot;
  }
  async function startMortal(killedBy?: keyof Questions, options: Partial<SlackAppOptions> = {}) {
    const { die, questions } = mortal(
      createQuestions({ store, clock, owner: `mortal-${++owners}` }),
      killedBy,
    );
    await start(killedBy ? reporting() : hanging, { questions, ...options });
    return die;
  }
  const later = (ms = LEASE_MS) => {
    at.ms += ms;
  };
  const ours = () => slack.messages(CHANNEL).filter(({ user }) => user === slack.botUserId);
  const answers = () => ours().filter(({ text }) => !text.includes('details of the diagnosis'));
  const rows = () => store.db.selectFrom('questions').selectAll().where('body', 'is not', null).execute();
  const answered = (tries?: number) => untilRows((all) => all.length === 0 || all[0]?.tries === tries);
  async function untilRows(holds: (all: Awaited<ReturnType<typeof rows>>) => boolean) {
    while (!holds(await rows())) await new Promise((next) => setTimeout(next, 5));
  }
  const isAnswer = ({ text }: Message) => text.includes('never called back');

  it('before anything was posted is answered by whoever is left, in its thread', async () => {
    const die = await startMortal();
    const { ts } = slack.postMessage('maya', CHANNEL, '@oncall-bot why node-17');
    await untilRows((all) => all.length === 1);
    die();
    await start();
    later();
    await answered();
    expect(answers()).toMatchObject([{ thread_ts: ts, text: expect.stringContaining('never called back') }]);
  });

  it('after "diagnosing…" is answered in that message', async () => {
    const die = await startMortal();
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    await slack.until(() => ours().find(({ text }) => text.endsWith('diagnosing…')));
    die();
    await start();
    later();
    await answered();
    expect(answers()).toMatchObject([{ text: expect.stringContaining('never called back') }]);
  });

  it('after its answer, but before anybody knew, has one answer and one of each detail', async () => {
    await startMortal('answered');
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    await slack.until(() => ours().find(isAnswer));
    const detailed = () => (ours().length > 1 ? ours().map(({ ts }) => ts) : undefined);
    const before = await slack.until(detailed);
    const { asked } = await start();
    later();
    await answered();
    expect(asked).toHaveLength(1);
    expect(ours().map(({ ts }) => ts)).toEqual(before);
  });

  it('of two that are left, one answers', async () => {
    const die = await startMortal();
    slack.postMessage('maya', CHANNEL, '@oncall-bot why node-17');
    await untilRows((all) => all.length === 1);
    die();
    const left = [await start(), await start()];
    later();
    await answered();
    expect(left.flatMap(({ asked }) => asked)).toHaveLength(1);
    expect(ours().filter(isAnswer)).toHaveLength(1);
  });

  it('three times is given up in words, in the place of its answer', async () => {
    const first = await startMortal();
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    await slack.until(() => ours().find(({ text }) => text.endsWith('diagnosing…')));
    first();
    for (const tries of [2, 3]) {
      const die = await startMortal();
      later();
      await answered(tries);
      die();
    }
    const { asked } = await start();
    later();
    await answered();
    expect(asked).toEqual([]);
    expect(answers()).toMatchObject([{ text: expect.stringMatching(/node-17.*I gave it up/) }]);
  });

  it('long ago is not answered: whoever asked is told once to ask again', async () => {
    const die = await startMortal();
    const { ts } = slack.postMessage('maya', CHANNEL, '@oncall-bot why node-17');
    await untilRows((all) => all.length === 1);
    die();
    later(11 * 60_000);
    const { asked } = await start();
    await answered();
    expect(asked).toEqual([]);
    expect(answers()).toMatchObject([{ thread_ts: ts, text: expect.stringContaining('ask again') }]);
  });

  it('that nobody remembers is forgotten without a word', async () => {
    const die = await startMortal();
    slack.postMessage('maya', CHANNEL, '@oncall-bot why node-17');
    await untilRows((all) => all.length === 1);
    die();
    later(61 * 60_000);
    await start();
    await answered();
    expect(ours()).toEqual([]);
  });

  it('and that may have been done already is not done again', async () => {
    let runs = 0;
    const undo = defineCommand({
      id: 'undo',
      usage: 'undo',
      summary: 'undoes it',
      examples: [],
      once: true,
      run: () => {
        runs += 1;
        return never();
      },
    });
    const die = await startMortal(undefined, { commands: [...commands, undo] });
    await slack.slash('maya', CHANNEL, '/ironic', 'undo');
    await expect.poll(() => runs).toBe(1);
    die();
    await start(reporting(), { commands: [...commands, undo] });
    later();
    await answered();
    expect(runs).toBe(1);
    expect(slack.ephemerals('maya')).toMatchObject([{ text: expect.stringContaining('cannot tell') }]);
  });

  it('is answered at once where the process was told to stop, and it says nothing of that', async () => {
    const stopping = await start(hanging);
    slack.postMessage('maya', CHANNEL, '@oncall-bot why node-17');
    await untilRows((all) => all.length === 1);
    await stopping.app.stop();
    await start();
    await answered();
    expect(answers()).toMatchObject([{ text: expect.stringContaining('never called back') }]);
  });

  it('is answered where a button asked it, and the message becomes its answer', async () => {
    const alive = await start();
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    const report = await slack.until(() => ours().find(isAnswer));
    await answered();
    await alive.app.stop();
    const die = await startMortal();
    await slack.click('maya', report, 'look-again');
    await slack.until(() => ours().find(({ text }) => text.endsWith('diagnosing…')));
    die();
    await start();
    later();
    await answered();
    expect(
      ours()
        .filter(isAnswer)
        .map(({ ts }) => ts),
    ).toEqual([report.ts]);
    expect(slack.ephemerals('maya')).toEqual([]);
  });

  it('leaves nothing by which anybody could answer in its place', async () => {
    const { log } = await start();
    await slack.slash('maya', CHANNEL, '/ironic', 'why node-17');
    await slack.until(() => ours().find(isAnswer));
    await answered();
    expect(JSON.stringify(log.lines)).not.toContain('/actions/');
  });
});
