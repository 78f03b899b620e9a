import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { startLocalSlack } from '../../../src/sandbox/slack/server.ts';
import { createSlackApp } from '../../../src/slack/app.ts';
import { EVENT_SCOPES } from '../../../src/slack/scopes.ts';
import { approval, fakeActing, offer, safeOffer } from './support/acting.ts';
import { type Bot, commands, memoryLog, reporting, startActingBot } from './support/bot.ts';

/** What somebody tries, and how it has to end: nothing done, told to them alone, in the journal. */
interface Attempt {
  readonly by: string;
  readonly code: string;
  run(bot: Bot): Promise<unknown>;
}

const CHANNEL = 'C0ONCALL01';
const WAITING = 'approval-0000001';
const OTHER = 'approval-0000002';
const ids = {
  maya: 'U0MAYA0001',
  jonas: 'U0JONAS001',
  tom: 'U0TOM00001',
  riku: 'U0RIKU0001',
  noor: 'U0NOOR0001',
} as const;
type Name = keyof typeof ids;

/** A click as Slack would send it, with whatever in it changed. */
function payload(by: Name, action: { action_id: string; value?: string }, changed: object = {}) {
  const message = { ts: '1732245240.000100', bot_id: 'B0SANDBOX1' };
  return {
    type: 'block_actions',
    team: { id: 'T0SANDBOX1', domain: 'local-sandbox' },
    user: { id: ids[by], username: by, name: by, team_id: 'T0SANDBOX1' },
    api_app_id: 'A0SANDBOX1',
    token: 'x',
    trigger_id: `${Math.random()}`,
    enterprise: null,
    is_enterprise_install: false,
    container: { type: 'message', message_ts: message.ts, channel_id: CHANNEL, is_ephemeral: false },
    channel: { id: CHANNEL, name: 'baremetal-oncall' },
    message,
    actions: [{ type: 'button', block_id: 'b', action_ts: '1.1', ...action }],
    ...changed,
  };
}

const forged =
  (by: Name, action: { action_id: string; value?: string }, changed: object = {}) =>
  (bot: Bot) =>
    bot.slack.forge({ type: 'interactive', payload: payload(by, action, changed) });

/** A message of ours with a button that we never drew, pressed by somebody. */
const drawnButton = (by: Name, action_id: string, value: string) => async (bot: Bot) => {
  const { slack } = bot;
  const api = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
  const element = {
    type: 'button' as const,
    action_id,
    value,
    text: { type: 'plain_text' as const, text: 'Go' },
  };
  const blocks = [{ type: 'actions' as const, elements: [element] }];
  const { ts } = await api.chat.postMessage({ channel: CHANNEL, text: 'old', blocks });
  const message = await slack.until(() => slack.messages(CHANNEL).find((one) => one.ts === ts));
  await slack.click(by, message, action_id);
};

/** A modal that was sent, with whatever in it changed. */
const sent =
  (by: Name, callback_id: string, private_metadata: string, changed: object = {}) =>
  (bot: Bot) => {
    const { actions: _, container: __, channel: ___, message: ____, ...who } = payload(by, { action_id: '' });
    const state = { values: { reason: { text: { type: 'plain_text_input', value: 'switch port fixed' } } } };
    const view = { id: 'V1', hash: 'h', type: 'modal', callback_id, private_metadata, blocks: [], state };
    return bot.slack.forge({
      type: 'interactive',
      payload: { ...who, type: 'view_submission', view, ...changed },
    });
  };

const meta = (id: string) => JSON.stringify({ offer: id, channel: CHANNEL, thread: null });
const APPROVE = { action_id: 'approval:approve', value: WAITING };
const foreignTeam = { team: { id: 'T0PARTNER1', domain: 'x' } };
const foreignHome = { user: { id: ids.jonas, username: 'jonas', name: 'jonas', team_id: 'T0PARTNER1' } };
const foreignOrg = { enterprise: { id: 'E0OTHER', name: 'x' } };

const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  'a guest approves': { by: 'riku', code: 'guest', run: forged('riku', APPROVE) },
  'a person of another workspace approves, as Slack says of them': {
    by: 'noor',
    code: 'stranger',
    run: forged('noor', APPROVE),
  },
  'an approver’s name from a payload of another workspace': {
    by: 'jonas',
    code: 'stranger',
    run: forged('jonas', APPROVE, foreignTeam),
  },
  'an approver’s name with another home': {
    by: 'jonas',
    code: 'stranger',
    run: forged('jonas', APPROVE, foreignHome),
  },
  'an approver’s name from another organisation': {
    by: 'jonas',
    code: 'stranger',
    run: forged('jonas', APPROVE, foreignOrg),
  },
  'somebody whom Slack does not know approves': {
    by: 'maya',
    code: 'unknown-person',
    run: (bot) => {
      bot.slack.faults.refuse('users.info', 9, 'user_not_found');
      return forged('maya', APPROVE)(bot);
    },
  },
  'an app approves': {
    by: 'bot',
    code: 'bot',
    run: forged('maya', APPROVE, {
      user: { id: 'U0SANDBOT1', username: 'x', name: 'x', team_id: 'T0SANDBOX1' },
    }),
  },
  'whoever asked approves': { by: 'maya', code: 'own-request', run: forged('maya', APPROVE) },
  'somebody who may only read approves': { by: 'tom', code: 'not-an-approver', run: forged('tom', APPROVE) },
  'a button of one approval’s message that names another': {
    by: 'jonas',
    code: 'foreign-button',
    run: forged('jonas', { ...APPROVE, value: OTHER }),
  },
  'an approve button on a message that is not the approval’s': {
    by: 'jonas',
    code: 'foreign-button',
    run: drawnButton('jonas', 'approval:approve', WAITING),
  },
  'a decline button on a message that is not the approval’s': {
    by: 'jonas',
    code: 'foreign-button',
    run: drawnButton('jonas', 'approval:decline', WAITING),
  },
  'an approval that there never was': {
    by: 'jonas',
    code: 'strange-button',
    run: drawnButton('jonas', 'approval:approve', 'approval-9999999'),
  },
  'an approve button with SQL in it': {
    by: 'jonas',
    code: 'strange-button',
    run: drawnButton('jonas', 'approval:approve', "x' or '1'='1"),
  },
  'an offer that there never was': {
    by: 'maya',
    code: 'unknown-offer',
    run: drawnButton('maya', 'act:0', 'offer-never-made'),
  },
  'an offer with something else in its value': {
    by: 'maya',
    code: 'strange-button',
    run: drawnButton('maya', 'act:0', '{"remediation":"undeploy","node":"node-17"}'),
  },
  'an offer that needs more, on a button that asks for nothing': {
    by: 'maya',
    code: 'reason-missing',
    run: drawnButton('maya', 'act:0', 'offer-abort-0001'),
  },
  'an offer that is too old': {
    by: 'maya',
    code: 'offer-over',
    run: drawnButton('maya', 'act:0', 'offer-of-old-01'),
  },
  'an offer, by a guest': {
    by: 'riku',
    code: 'guest',
    run: drawnButton('riku', 'act:0', 'offer-manage-001'),
  },
  'an offer, by somebody who may ask for nothing': {
    by: 'tom',
    code: 'not-a-requester',
    run: drawnButton('tom', 'act:0', 'offer-manage-001'),
  },
  'a button of another release that would act': {
    by: 'maya',
    code: 'strange-button',
    run: drawnButton('maya', 'act-now', 'offer-manage-001'),
  },
  'a modal for an offer that there never was': {
    by: 'maya',
    code: 'unknown-offer',
    run: sent('maya', 'act', meta('offer-never-made')),
  },
  'a modal with nothing of ours behind it': {
    by: 'maya',
    code: 'strange-button',
    run: sent('maya', 'act', 'not JSON'),
  },
  'a modal sent by a guest': {
    by: 'riku',
    code: 'guest',
    run: sent('riku', 'act', meta('offer-abort-0001')),
  },
  'a modal sent from another workspace': {
    by: 'jonas',
    code: 'stranger',
    run: sent('jonas', 'act', meta('offer-abort-0001'), foreignTeam),
  },
  'a modal that declines what there never was': {
    by: 'jonas',
    code: 'unknown-approval',
    run: sent('jonas', 'decline', JSON.stringify({ approval: 'approval-9999999' })),
  },
  'a modal that declines, by a guest': {
    by: 'riku',
    code: 'guest',
    run: sent('riku', 'decline', JSON.stringify({ approval: WAITING })),
  },
  'a freeze by somebody who may ask for nothing': {
    by: 'tom',
    code: 'not-a-requester',
    run: (bot) => bot.slack.slash('tom', CHANNEL, '/ironic', 'freeze just because'),
  },
};

function armed() {
  const old = safeOffer({ id: 'offer-of-old-01', until: '2026-11-22T03:00:00.000Z' });
  const fake = fakeActing({ offers: [offer(), safeOffer(), old] });
  const at = (ts: string) => ({ channel: CHANNEL, ts });
  fake.approvals.set(WAITING, approval({ id: WAITING, message: at('1732245240.000100') }));
  fake.approvals.set(OTHER, approval({ id: OTHER, message: at('1732245240.000200') }));
  return fake;
}

describe('no path leads from a forged, replayed, stale or foreign click to an effect', () => {
  it.each(Object.entries(ATTEMPTS))('%s', async (_, { by, code, run }) => {
    const fake = armed();
    await using bot = await startActingBot(fake);
    const { slack } = bot;
    const before = JSON.stringify([...fake.approvals]);
    const ack = await run(bot);
    const recorded = await slack.until(() => fake.journal.find(({ kind }) => kind === 'refused'));
    expect(recorded.code).toBe(code);
    expect(recorded.actor).toBe(by === 'bot' ? slack.botUserId : ids[by as Name]);
    expect(JSON.stringify([...fake.approvals])).toBe(before);
    expect(await fake.acting.frozen()).toBeUndefined();
    if (by === 'bot') return;
    // In words, to whoever tried: beside the message, in the modal, or in their direct message.
    await slack.until(() => {
      const direct = slack.messages(`D${ids[by as Name].slice(1)}`);
      const seen = JSON.stringify([ack, slack.ephemerals(by), direct, slack.views(by)]);
      return /Not so|never gave out|not on the message|I do not know what that asks|Asks for/.test(seen)
        ? true
        : undefined;
    });
  });

  it('a click that Slack delivers twice counts once', async () => {
    const fake = armed();
    await using bot = await startActingBot(fake);
    const click = payload('jonas', APPROVE);
    await bot.slack.forge({ type: 'interactive', payload: click });
    await bot.slack.forge({ type: 'interactive', payload: click });
    await bot.slack.until(() => (fake.approvals.get(WAITING)?.state === 'approved' ? true : undefined));
    expect(fake.asked.filter(([verb]) => verb === 'approve')).toHaveLength(1);
  });

  it('a modal that Slack delivers twice asks once, and gives both the same answer', async () => {
    const fake = armed();
    await using bot = await startActingBot(fake);
    const once = sent('maya', 'act', meta('offer-abort-0001'), { trigger_id: 'the-same' });
    const [first, second] = await Promise.all([once(bot), once(bot)]);
    expect(first).toEqual({ ok: true, payload: { response_action: 'clear' } });
    expect(second).toEqual(first);
    expect(fake.asked.filter(([verb]) => verb === 'request')).toHaveLength(1);
  });

  it('two people who press at the same moment are both answered, and one of them decides', async () => {
    const fake = armed();
    await using bot = await startActingBot(fake);
    const { slack } = bot;
    await Promise.all([
      slack.forge({ type: 'interactive', payload: payload('jonas', APPROVE) }),
      slack.forge({
        type: 'interactive',
        payload: payload('jonas', APPROVE, {
          user: { id: 'U0INES0001', username: 'ines', name: 'ines', team_id: 'T0SANDBOX1' },
        }),
      }),
    ]);
    await slack.until(() =>
      fake.asked.filter(([verb]) => verb === 'approve').length === 2 ? true : undefined,
    );
    expect(fake.approvals.get(WAITING)?.votes).toHaveLength(1);
    expect(fake.journal.map(({ kind }) => kind).toSorted()).toEqual(['approved', 'refused']);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('signed HTTP', () => {
  it('takes no click that is unsigned, wrongly signed, too old, or sent once more', async () => {
    const fake = armed();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/slack/events`;
    const slack = await startLocalSlack({ requestUrl: url, botEvents: Object.keys(EVENT_SCOPES) });
    const app = createSlackApp({
      config: {
        botToken: slack.botToken,
        signingSecret: slack.signingSecret,
        apiUrl: slack.apiUrl,
        http: { port },
        command: '/ironic',
      },
      commands,
      services: reporting(),
      acting: () => fake.acting,
      log: memoryLog(),
      clock: () => new Date(),
      onFatal: () => undefined,
      paceMs: 0,
      patienceMs: 200,
    });
    const body = new URLSearchParams({ payload: JSON.stringify(payload('jonas', APPROVE)) }).toString();
    const send = (headers: Record<string, string>) =>
      fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
    const signed = (age: number, secret = slack.signingSecret, over = body) => {
      const timestamp = Math.floor(Date.now() / 1000) - age;
      const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${over}`).digest('hex');
      return { 'x-slack-request-timestamp': `${timestamp}`, 'x-slack-signature': `v0=${digest}` };
    };
    try {
      await app.start();
      expect((await send({})).status).toBe(401);
      expect((await send(signed(0, 'another secret'))).status).toBe(401);
      expect((await send(signed(600))).status).toBe(401);
      expect((await send(signed(0, slack.signingSecret, `${body}&x=1`))).status).toBe(401);
      expect(fake.asked).toEqual([]);
      const good = signed(0);
      expect((await send(good)).status).toBe(200);
      expect((await send(good)).status).toBe(401);
      expect(
        (await send({ ...signed(1), 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }))
          .status,
      ).toBe(200);
      await slack.until(() => (fake.approvals.get(WAITING)?.state === 'approved' ? true : undefined));
      expect(fake.asked.filter(([verb]) => verb === 'approve')).toHaveLength(1);
    } finally {
      await app.stop();
      await slack.close();
    }
  });
});
