import { expect, it } from 'vitest';
import { ServiceError, type ServiceErrorCode } from '../../../src/core/errors.ts';
import { untilThere } from '../../../src/slack/until-there.ts';
import { memoryLog } from './support/bot.ts';

const sick = (code: ServiceErrorCode) => new ServiceError('Slack is away', { code, service: 'slack' });

async function ask(outcomes: readonly unknown[]) {
  const slept: number[] = [];
  const log = memoryLog();
  let asked = 0;
  const answer = untilThere(
    async () => {
      const outcome = outcomes[asked++];
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    { log, sleep: async (ms) => slept.push(ms) },
  );
  return { answer: await answer.catch((error: unknown) => error), slept, log };
}

it('waits for a Slack that is away, ever longer, and says so', async () => {
  const { answer, slept, log } = await ask([...Array(7).fill(sick('unreachable')), 'there']);
  expect(answer).toBe('there');
  expect(slept).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(log.lines).toHaveLength(7);
});

it('waits for nothing that waiting does not heal', async () => {
  const bug = new TypeError('a bug');
  for (const error of [sick('refused'), bug]) {
    expect(await ask([error])).toMatchObject({ answer: error, slept: [] });
  }
});
