import { once } from 'node:events';
import type { Environment } from '../../src/config.ts';
import { type BotChild, type LogLine, startBotChild } from '../../test/support/bot-child.ts';

export interface Kill {
  readonly replica: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface TwoBots {
  readonly kills: readonly Kill[];
  /** How often each line of the log came that is more than information, and those about limits and what is taken over. */
  readonly said: ReadonlyMap<string, number>;
  /** The next one dies without a word, and is started again at once. */
  killNext(): Promise<void>;
  stop(): Promise<void>;
}

/** Two replicas of the product with one configuration, each as a process of its own. */
export function startTwoBots(main: string, env: Environment): TwoBots {
  const kills: Kill[] = [];
  const said = new Map<string, number>();
  const hear = ({ level, msg = '' }: LogLine) => {
    if (!isTelling(level, msg)) return;
    const what = `${level}: ${msg}`;
    said.set(what, (said.get(what) ?? 0) + 1);
  };
  const start = () => startBotChild({ main, env, onLine: hear });
  const bots: BotChild[] = [start(), start()];
  return {
    kills,
    said,
    async killNext() {
      const replica = kills.length % bots.length;
      const victim = bots[replica]?.process;
      if (!victim) return;
      const gone = once(victim, 'exit');
      victim.kill('SIGKILL');
      kills.push({ replica, at: Date.now() });
      await gone;
      bots[replica] = start();
    },
    async stop() {
      await Promise.all(bots.map((bot) => bot[Symbol.asyncDispose]()));
    },
  };
}

const isTelling = (level: unknown, msg: string): boolean =>
  /limits are|taken over/.test(msg) ||
  (typeof level === 'number' ? level >= 40 : /warn|error|fatal/.test(String(level)));
