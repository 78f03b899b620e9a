import { describe, expect, it } from 'vitest';
import type { Message, View } from '../../../src/sandbox/slack/types.ts';
import { ceremony, fakeActing, offer, safeOffer } from './support/acting.ts';
import { type Bot, reporting, startActingBot, startBot } from './support/bot.ts';

const CHANNEL = 'baremetal-oncall';

/** The report below which everything is asked. */
async function reported(bot: Bot, user = 'maya'): Promise<Message> {
  await bot.slack.slash(user, CHANNEL, '/ironic', 'why node-17');
  return bot.slack.until(() =>
    bot.slack
      .messages(CHANNEL)
      .find(
        ({ text, thread_ts, ts }) => text.includes('never called back') && (!thread_ts || thread_ts === ts),
      ),
  );
}

const approvals = (bot: Bot) =>
  bot.slack.messages(CHANNEL).filter(({ text }) => /^node-17: (Abort|Manage)/.test(text));
const drawn = (bot: Bot, words: string) =>
  bot.slack.until(() =>
    approvals(bot).find((message) => `${message.text} ${JSON.stringify(message.blocks)}`.includes(words)),
  );
const modal = (bot: Bot, user: string, words: string): Promise<View> =>
  bot.slack.until(() => bot.slack.views(user).find((view) => JSON.stringify(view).includes(words)));
const told = (bot: Bot, user: string, words: string) =>
  bot.slack.until(() => bot.slack.ephemerals(user).find((one) => JSON.stringify(one).includes(words)));

describe('a safe remedy', () => {
  it('is asked for by the confirmed click, and drawn in the thread of the report', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const report = await reported(bot);
    expect((await bot.slack.click('maya', report, 'act:0')).ok).toBe(true);
    const message = await drawn(bot, 'confirmed, starts in a moment');
    expect(message.thread_ts).toBe(report.ts);
    expect(message.subtype).toBeUndefined();
    expect(fake.asked.filter(([verb]) => verb === 'request')).toEqual([
      [
        'request',
        'offer-manage-001',
        { id: 'U0MAYA0001', kind: 'member', groups: [] },
        { reason: null, ticket: null, typed: null },
      ],
    ]);
  });

  it('opens its modal where the policy asks for more by now', async () => {
    const raised = safeOffer({ ceremony: ceremony({ approvers: 0, reason: true, ticket: 'none' }) });
    const fake = fakeActing({ offers: [safeOffer()] });
    await using bot = await startActingBot(fake);
    const report = await reported(bot);
    fake.offer(raised);
    await bot.slack.click('maya', report, 'act:0');
    await modal(bot, 'maya', 'Why, for whoever reads the journal');
    expect(fake.approvals.size).toBe(0);
  });

  it('says that it takes longer where it does, and does it all the same', async () => {
    const gate = Promise.withResolvers<void>();
    const fake = fakeActing();
    const acting = {
      ...fake.acting,
      request: async (...args: Parameters<typeof fake.acting.request>) => {
        await gate.promise;
        return fake.acting.request(...args);
      },
    };
    await using bot = await startActingBot(fake, { acting: () => acting, slowMs: 1 });
    await bot.slack.click('maya', await reported(bot), 'act:0');
    await told(bot, 'maya', 'This takes longer than it should');
    expect(approvals(bot)).toEqual([]);
    gate.resolve();
    await drawn(bot, 'confirmed, starts in a moment');
  });

  it('is told about to the clicker alone when it is refused', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const report = await reported(bot);
    await bot.slack.click('tom', report, 'act:0');
    const said = await told(bot, 'tom', 'not-a-requester');
    // Whom the words mean is mentioned, and nobody else hears of it.
    expect(JSON.stringify(said.blocks)).toContain('<@U0MAYA0001>');
    expect(approvals(bot)).toEqual([]);
    expect(fake.journal).toMatchObject([{ kind: 'refused', actor: 'U0TOM00001' }]);
  });
});

describe('a remedy that asks for more', () => {
  it('opens at once, shows how it is now, and brings the reason to the approver', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const { slack } = bot;
    const report = await reported(bot);
    await slack.click('maya', report, 'act-ask:1');
    const asks = await modal(bot, 'maya', 'Asks for');
    expect(JSON.stringify(slack.apiCalls.findLast(({ method }) => method === 'views.open')?.args)).toContain(
      'reading how it is now',
    );
    expect(asks.private_metadata).toBe(
      JSON.stringify({ offer: 'offer-abort-0001', channel: 'C0ONCALL01', thread: report.ts }),
    );
    expect(await slack.submitView('maya', { reason: 'switch port fixed', ticket: 'INC-4412' })).toEqual({
      kind: 'cleared',
    });
    const message = await drawn(bot, 'waiting for 1 approval');
    expect(message).toMatchObject({ thread_ts: report.ts, subtype: 'thread_broadcast' });
    expect(JSON.stringify(message.blocks)).toContain('“switch port fixed”');

    await slack.click('jonas', message, 'approval:approve');
    await drawn(bot, 'approved, starts in a moment');
    expect(fake.approvals.get('approval-0000001')).toMatchObject({
      state: 'approved',
      votes: [{ by: 'U0JONAS001' }],
    });
  });

  it('tells in the field what is wrong with it', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const { slack } = bot;
    await slack.click('maya', await reported(bot), 'act-ask:1');
    await modal(bot, 'maya', 'Asks for');
    expect(await slack.submitView('maya', { reason: '          ' })).toMatchObject({
      errors: { reason: expect.stringContaining('reason-missing') },
    });
    expect(await slack.submitView('maya', { reason: '  ab      ' })).toMatchObject({
      errors: { reason: expect.stringContaining('A few words more') },
    });
    expect(await slack.submitView('maya', { reason: 'switch port fixed', ticket: 'none' })).toMatchObject({
      errors: { ticket: expect.stringContaining('ticket-wrong') },
    });
    expect(fake.approvals.size).toBe(0);
    expect(await slack.submitView('maya', { reason: 'switch port fixed' })).toEqual({ kind: 'cleared' });
  });

  it('says no in the modal when it may not be asked for', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    await bot.slack.click('tom', await reported(bot), 'act-ask:1');
    const no = await modal(bot, 'tom', 'not-a-requester');
    expect(no.submit).toBeNull();
  });

  it('says that it takes longer where Slack would give up waiting, and how it ended', async () => {
    const gate = Promise.withResolvers<void>();
    const fake = fakeActing();
    const acting = {
      ...fake.acting,
      request: async (...args: Parameters<typeof fake.acting.request>) => {
        await gate.promise;
        return fake.acting.request(...args);
      },
    };
    await using bot = await startActingBot(fake, { acting: () => acting, submitMs: 1 });
    const { slack } = bot;
    await slack.click('maya', await reported(bot), 'act-ask:1');
    await modal(bot, 'maya', 'Asks for');
    expect(await slack.submitView('maya', { reason: 'switch port fixed' })).toEqual({ kind: 'updated' });
    await modal(bot, 'maya', 'reading how it is now, and asking');
    gate.resolve();
    await modal(bot, 'maya', 'It is recorded');
    await drawn(bot, 'waiting for 1 approval');
  });

  it('can be chosen from the menu, too, also when it is a safe one', async () => {
    const many = ['a', 'b', 'c'].map((letter) =>
      safeOffer({ id: `offer-${letter}-00001`, label: `Manage ${letter}` }),
    );
    const fake = fakeActing({ offers: [...many, offer()] });
    await using bot = await startActingBot(fake);
    await bot.slack.click('maya', await reported(bot), 'act-more', { value: 'offer-abort-0001' });
    await modal(bot, 'maya', 'Asks for');
  });
});

describe('an approval', () => {
  async function waiting(bot: Bot): Promise<Message> {
    await bot.slack.click('maya', await reported(bot), 'act-ask:1');
    await modal(bot, 'maya', 'Asks for');
    await bot.slack.submitView('maya', { reason: 'switch port fixed' });
    return drawn(bot, 'waiting for 1 approval');
  }

  it('is not given by whoever asked, by people whom the policy does not name, or by guests', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const message = await waiting(bot);
    for (const [user, code] of [
      ['maya', 'own-request'],
      ['tom', 'not-an-approver'],
      ['riku', 'guest'],
      ['noor', 'stranger'],
    ] as const) {
      await bot.slack.click(user, message, 'approval:approve');
      await told(bot, user, code);
    }
    expect(fake.approvals.get('approval-0000001')).toMatchObject({ state: 'waiting', votes: [] });
    expect(fake.journal.filter(({ kind }) => kind === 'refused').map(({ code }) => code)).toEqual([
      'own-request',
      'not-an-approver',
      'guest',
      'stranger',
    ]);
  });

  it('is declined with a reason that whoever asked reads', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const message = await waiting(bot);
    await bot.slack.click('jonas', message, 'approval:decline');
    await modal(bot, 'jonas', 'Why not');
    expect(await bot.slack.submitView('jonas', { reason: 'not tonight, please' })).toEqual({
      kind: 'cleared',
    });
    await drawn(bot, 'declined by <@U0JONAS001>: “not tonight, please”');
  });

  it('is taken back by whoever asked', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const message = await waiting(bot);
    await bot.slack.click('maya', message, 'approval:withdraw');
    await drawn(bot, 'withdrawn by <@U0MAYA0001>');
  });

  it('is followed in place to its end, and diagnosed again from there', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const message = await waiting(bot);
    await bot.slack.click('jonas', message, 'approval:approve');
    await drawn(bot, 'approved, starts in a moment');
    const id = 'approval-0000001';
    const until = '2026-11-22T04:14:00.000Z';
    fake.move(id, { kind: 'claim' });
    fake.move(id, {
      kind: 'start',
      seen: { provision_state: 'clean wait' },
      calls: offer().go.calls,
      verify_until: until,
    });
    fake.move(id, { kind: 'sent', results: [], verify_until: until });
    fake.move(id, { kind: 'progress', words: '`cleaning`, step erase_devices' });
    await drawn(bot, 'erase_devices');
    fake.move(id, {
      kind: 'finish',
      outcome: 'succeeded',
      words: 'it is `clean failed`',
      after: { provision_state: 'clean failed' },
    });
    const done = await drawn(bot, 'done at once');
    expect(done.ts).toBe(message.ts);
    await bot.slack.click('maya', done, 'ask-beside:0');
    const again = await bot.slack.until(() =>
      bot.slack
        .messages(CHANNEL)
        .find(
          ({ text, thread_ts }) =>
            text.includes('never called back') && thread_ts === message.thread_ts && thread_ts !== undefined,
        ),
    );
    expect(again).toBeDefined();
  });
});

describe('the Home tab', () => {
  it('shows what waits, changes when that does, and lets approve from there', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const { slack } = bot;
    slack.openHome('jonas');
    await slack.until(() =>
      JSON.stringify(slack.home('jonas') ?? '').includes('Waits for you') ? true : undefined,
    );
    await slack.click('maya', await reported(bot), 'act-ask:1');
    await modal(bot, 'maya', 'Asks for');
    await slack.submitView('maya', { reason: 'switch port fixed' });
    const home = await slack.until(() => {
      const view = slack.home('jonas');
      return view && JSON.stringify(view).includes('approval:approve') ? view : undefined;
    });
    await slack.click('jonas', home, 'approval:approve');
    await drawn(bot, 'approved, starts in a moment');
    await slack.until(() =>
      JSON.stringify(slack.home('jonas')).includes('approval:approve') ? undefined : true,
    );
  });

  it('answers a click there in a modal when it is refused', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const { slack } = bot;
    await slack.click('maya', await reported(bot), 'act-ask:1');
    await modal(bot, 'maya', 'Asks for');
    await slack.submitView('maya', { reason: 'switch port fixed' });
    await drawn(bot, 'waiting for 1 approval');
    slack.openHome('ines');
    const home = await slack.until(() => {
      const view = slack.home('ines');
      return view && JSON.stringify(view).includes('approval:approve') ? view : undefined;
    });
    fake.move('approval-0000001', { kind: 'withdraw', by: { id: 'U0MAYA0001', kind: 'member', groups: [] } });
    await slack.click('ines', home, 'approval:approve');
    await modal(bot, 'ines', 'already-decided');
  });
});

describe('commands of the acting half', () => {
  it('freeze is told to the channel and shown in Home tabs; thaw takes an approver', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    const { slack } = bot;
    slack.openHome('maya');
    await slack.until(() => slack.home('maya'));
    await slack.slash('maya', CHANNEL, '/ironic', 'freeze core switch maintenance');
    await slack.until(() => slack.messages(CHANNEL).find(({ text }) => text.startsWith('Acting is frozen')));
    await slack.until(() => (JSON.stringify(slack.home('maya')).includes('core switch') ? true : undefined));
    await slack.slash('maya', CHANNEL, '/ironic', 'thaw');
    await told(bot, 'maya', 'not-an-approver');
    await slack.slash('jonas', CHANNEL, '/ironic', 'thaw');
    await slack.until(() => slack.messages(CHANNEL).find(({ text }) => text === 'Acting goes on'));
  });

  it('a person of the audit may be named by a mention, as Slack escapes it', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    await fake.acting.freeze({ id: 'U0JONAS001', kind: 'member', groups: ['S0APPROVE1'] }, 'core switch');
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'audit @jonas');
    await told(bot, 'maya', '1 entry about U0JONAS001');
  });

  it('can shows the button to whoever may press it, and it works from there', async () => {
    const fake = fakeActing();
    await using bot = await startActingBot(fake);
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'can manage node-17');
    const answer = await told(bot, 'maya', '"act:0"');
    await bot.slack.click('maya', answer, 'act:0');
    const message = await drawn(bot, 'confirmed');
    expect(message.thread_ts).toBeUndefined();
  });
});

describe('without acting', () => {
  it('there are no buttons, and words say what to configure', async () => {
    await using bot = await startBot(reporting());
    const report = await reported(bot);
    expect(JSON.stringify(report.blocks)).not.toContain('"action_id":"act');
    await bot.slack.slash('maya', CHANNEL, '/ironic', 'freeze everything');
    await told(bot, 'maya', 'nobody has configured acting');
    bot.slack.openHome('maya');
    await bot.slack.until(() =>
      JSON.stringify(bot.slack.home('maya') ?? '').includes('I only read here') ? true : undefined,
    );
  });

  it('a report is told also when its remedies break', async () => {
    const fake = fakeActing();
    const acting = { ...fake.acting, offers: () => Promise.reject(new Error('surprise')) };
    await using bot = await startActingBot(fake, { acting: () => acting });
    const report = await reported(bot);
    expect(JSON.stringify(report.blocks)).toContain('No remedy is offered');
    expect(JSON.stringify(report.blocks)).not.toContain('surprise');
  });
});
