import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { answerQuestion, answerWords } from '../../../src/slack/answer.ts';
import type { Audience, Place } from '../../../src/slack/places/place.ts';
import type { Rendered } from '../../../src/slack/render/limits.ts';
import { servicesWith } from './support/bot.ts';
import { faultsOf } from './support/check-message.ts';
import { deskWith } from './support/desk.ts';
import { report } from './support/sample.ts';
import { wildText } from './support/wild.ts';

const asker = { user: 'U1', channel: 'C1', claim: { user: 'U1' } };

function place(broken?: Error) {
  const shown: string[] = [];
  const delivered: { rendered: Rendered; audience: Audience }[] = [];
  let tries = 0;
  const made: Place = {
    async working(what) {
      shown.push(what);
    },
    async deliver(rendered, audience) {
      tries += 1;
      if (broken && tries === 1) throw broken;
      delivered.push({ rendered, audience });
    },
  };
  return { place: made, shown, delivered };
}

describe('answering', () => {
  it('10 000 wild slash texts each get one answer that Slack takes', { timeout: 120_000 }, async () => {
    const none = { kind: 'none' as const, nearest: ['node-17'], unreadable: [] };
    const { desk, log } = deskWith({
      diagnose: async (asked, { cloud = 'prod' }) => ({ kind: 'unresolved', asked, cloud, resolution: none }),
      look: async (asked, { cloud = 'prod' }) => ({ kind: 'unresolved', asked, cloud, resolution: none }),
      fleet: () => Promise.reject(new Error('a fleet was asked for')),
      explain: async (summary) => ({ ...report, verdict: { ...report.verdict, summary } }),
      clouds: ['prod', 'lab'],
    });
    const word = fc.constantFrom(
      'why',
      'explain',
      'help',
      'guide',
      'guide port-fast',
      'history',
      'logs',
      'wyh',
      'WHY:',
      '—cloud',
      '',
      '/ironic',
      'why --cloud',
    );
    const typed = fc.oneof(
      wildText,
      fc.tuple(word, wildText).map(([first, rest]) => `${first} ${rest}`),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const there = place();
        await answerWords(desk, text, asker, there.place);
        expect(there.delivered).toHaveLength(1);
        const { message, thread } = there.delivered[0]?.rendered ?? expect.fail('no answer');
        expect([message, ...thread].flatMap(faultsOf)).toEqual([]);
      }),
      { numRuns: 10_000 },
    );
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('shows a diagnosis to the channel and a slip of the finger to the asker', async () => {
    const { desk } = deskWith(servicesWith(async () => ({ kind: 'report', report })));
    for (const [text, audience] of [
      ['why node-17', 'channel'],
      ['node-17', 'channel'],
      ['wyh node-17', 'asker'],
      ['help', 'asker'],
      ['guide', 'asker'],
      ['guide port-fast', 'asker'],
      ['logs', 'asker'],
      ['why', 'asker'],
    ]) {
      const there = place();
      await answerWords(desk, text ?? '', asker, there.place);
      expect(there.delivered[0]?.audience, text).toBe(audience);
    }
  });

  it('begins the work before it tells Slack of it', async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { desk } = deskWith(
      servicesWith(async () => {
        order.push('asked');
        await gate.promise;
        return { kind: 'report', report };
      }),
    );
    const there = place();
    const slow: Place = {
      ...there.place,
      async working(what) {
        order.push(`working on ${what}`);
        gate.resolve();
      },
    };
    await answerWords(desk, 'why node-17 --cloud lab', asker, slow);
    expect(order).toEqual(['asked', 'working on node-17']);
  });

  it('tells what is wrong with a sick service, with the reference that the log has', async () => {
    const { desk, log } = deskWith(
      servicesWith(async () => {
        throw new ServiceError('Ironic did not answer within 15 s', { code: 'timeout', service: 'ironic' });
      }),
    );
    const there = place();
    await answerQuestion(desk, { subject: 'node-17' }, asker, there.place);
    const said = JSON.stringify(there.delivered);
    expect(said).toContain('Ironic did not answer within 15 s');
    expect(said).toContain('ref00001');
    expect(log.lines).toMatchObject([
      { level: 'error', fields: { reference: 'ref00001', code: 'timeout', user: 'U1', channel: 'C1' } },
    ]);
  });

  it('never throws, even when nothing can be delivered', async () => {
    const { desk, log } = deskWith(servicesWith(async () => ({ kind: 'report', report })));
    const broken: Place = {
      working: async () => undefined,
      deliver: () => Promise.reject(new Error('Slack is down')),
    };
    await answerWords(desk, 'why node-17', asker, broken);
    expect(log.lines.map(({ level }) => level)).toEqual(['error', 'error']);
  });

  it('logs what was answered, not what was typed or read', async () => {
    const { desk, log } = deskWith(servicesWith(async () => ({ kind: 'report', report })));
    await answerWords(desk, 'why node-17', asker, place().place);
    expect(log.lines).toMatchObject([
      { level: 'info', fields: { command: 'why', cause: 'wait-callback-timeout', diagnosis: 'a1b2c3d4' } },
    ]);
    expect(JSON.stringify(log.lines)).not.toMatch(/node-17|clean wait/);
  });
});
