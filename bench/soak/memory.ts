import { once } from 'node:events';
import type { BotChild } from '../../test/support/bot-child.ts';

/** What a process holds, in MB of 10^6 bytes, so many minutes after the beginning. */
export interface Sample {
  readonly minutes: number;
  /** What is still reachable, buffers outside of the heap among it. */
  readonly heap: number;
  readonly rss: number;
}

/** Asks the bot, which collects its garbage first. */
export async function sampled(bot: BotChild, minutes: number): Promise<Sample> {
  const answer = once(bot.process, 'message', { signal: AbortSignal.timeout(30_000) });
  bot.process.send('memory');
  const [told] = (await answer) as [{ heapUsed: number; external: number; rss: number }];
  return { minutes, heap: (told.heapUsed + told.external) / 1e6, rss: told.rss / 1e6 };
}

/** So many samples hold one at which no fleet was being read. */
const WINDOW = 6;

/** Least squares, MB a minute. Of each half minute the least counts: what stays, and not what a question needed. */
export function slopeOf(samples: readonly Sample[], of: 'heap' | 'rss'): number {
  const windows = Array.from({ length: Math.ceil(samples.length / WINDOW) }, (_, at) =>
    samples.slice(at * WINDOW, (at + 1) * WINDOW),
  );
  const points = windows.flatMap((window) => window.toSorted((a, b) => a[of] - b[of]).slice(0, 1));
  const mean = (value: (one: Sample) => number) =>
    points.reduce((sum, one) => sum + value(one), 0) / points.length;
  const [x, y] = [mean(({ minutes }) => minutes), mean((one) => one[of])];
  const spread = mean(({ minutes }) => (minutes - x) ** 2);
  return spread > 0 ? mean((one) => (one.minutes - x) * (one[of] - y)) / spread : 0;
}
