import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Certificates, makeCertificates } from '../support/certificates.ts';
import { type IllBot, startIllBot } from '../support/ill.ts';
import { isHealthy, worksAgain } from '../support/works-again.ts';

let bot: IllBot;
let certificates: Certificates;
beforeAll(async () => {
  certificates = makeCertificates();
  const { good, caFile } = certificates;
  bot = await startIllBot({ simulation: { tls: { ...good, caFile } } });
  expect(isHealthy((await bot.why(bot.available)).words)).toBe(true);
});
afterEach(() => bot.cloud.faults.heal());
afterAll(async () => {
  await bot?.[Symbol.asyncDispose]();
  certificates?.drop();
});

describe('tls-broken', () => {
  test.each([
    ['expired', /its certificate has expired/],
    ['stranger', /nobody that is trusted here signed its certificate.*cacert/],
    ['elsewhere', /its certificate is for another host/],
  ] as const)(
    '%s: nothing is read, written or sent on, and the words say what mends it',
    async (which, words) => {
      const node = bot.waiting();
      const approval = await bot.request(node);
      bot.cloud.faults.certificate(certificates[which]);
      bot.cloud.requests.clear();
      const told = await bot.why(bot.available);
      expect(isHealthy(told.words)).toBe(false);
      expect(told.words).toMatch(words);
      await bot.agree(approval);
      await bot.shown(node, /approved, waits: .*TLS/);
      // Not even a header has reached it.
      expect(bot.cloud.requests).toEqual([]);
      bot.cloud.faults.heal();
      await bot.shown(node, /✅/);
      expect(bot.effects(node)).toBe(1);
      await worksAgain(bot);
    },
  );
});
