import { expect, test } from 'vitest';
import { withApp } from './app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

test('a slash command reaches the app and its acknowledgement the person alone', async () => {
  await withApp(
    (app) =>
      app.command('/ping', async ({ ack, command }) => ack(`pong ${command.text} from ${command.user_name}`)),
    async (slack) => {
      const ack = await slack.slash('maya', 'baremetal-oncall', '/ping', 'a & b');
      expect(ack).toEqual({ ok: true, payload: { text: 'pong a &amp; b from maya' } });
      expect(slack.ephemerals('maya')).toMatchObject([
        { text: 'pong a &amp; b from maya', ephemeral_to: 'U0MAYA0001' },
      ]);
      expect(slack.ephemerals('jonas')).toEqual([]);
      expect(slack.messages('baremetal-oncall')).toEqual([]);
    },
  );
});

test('an unknown command is answered by Slack itself', async () => {
  await withApp(
    () => {},
    async (slack) => {
      expect(await slack.slash('maya', 'baremetal-oncall', '/nope', '')).toMatchObject({ ok: false });
      expect(slack.ephemerals('maya')[0]?.text).toContain('`/nope` is not a valid command');
    },
  );
});

test('a clicked button may replace its message through the response_url', async () => {
  await withApp(
    (app) =>
      app.action('approve', async ({ ack, respond, body }) => {
        await ack();
        await respond({ text: `approved by <@${body.user.id}>`, replace_original: true });
      }),
    async (slack, app) => {
      const button = { type: 'button' as const, text: plain('Approve'), action_id: 'approve', value: '42' };
      const posted = await app.client.chat.postMessage({
        channel: '#baremetal-oncall',
        text: 'may I?',
        blocks: [{ type: 'actions', elements: [button] }],
      });
      const [message] = slack.messages('baremetal-oncall');
      if (message === undefined) throw new Error('nothing was posted');
      expect(await slack.click('jonas', message, 'approve')).toMatchObject({ ok: true });
      const changed = await slack.until(() => slack.messages('baremetal-oncall').find((m) => m.edited));
      expect(changed).toMatchObject({ ts: posted.ts, text: 'approved by <@U0JONAS001>' });
      expect(changed.blocks).toBeUndefined();
    },
  );
});

test('a modal opens with a fresh trigger, shows errors by field, and closes when accepted', async () => {
  await withApp(
    (app) => {
      app.command('/ping', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({
          trigger_id: command.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'why',
            private_metadata: 'node-17',
            title: plain('Why?'),
            submit: plain('Go'),
            blocks: [
              {
                type: 'input',
                block_id: 'reason',
                label: plain('Reason'),
                element: { type: 'plain_text_input', action_id: 'text' },
              },
            ],
          },
        });
      });
      app.view('why', async ({ ack, view, client }) => {
        const reason = view.state.values['reason']?.['text']?.value ?? '';
        if (reason.length < 5) return ack({ response_action: 'errors', errors: { reason: 'Too short' } });
        await ack();
        await client.chat.postMessage({
          channel: '#ironic-audit',
          text: `${view.private_metadata}: ${reason}`,
        });
      });
    },
    async (slack) => {
      await slack.slash('maya', 'baremetal-oncall', '/ping', '');
      await slack.until(() => slack.views('maya')[0]);
      expect(await slack.submitView('maya', {})).toMatchObject({
        kind: 'errors',
        errors: { reason: /required/ },
      });
      expect(await slack.submitView('maya', { reason: 'abc' })).toEqual({
        kind: 'errors',
        errors: { reason: 'Too short' },
      });
      expect(await slack.submitView('maya', { reason: 'switch fixed' })).toEqual({ kind: 'closed' });
      expect(slack.views('maya')).toEqual([]);
      const audit = await slack.until(() => slack.messages('ironic-audit')[0]);
      expect(audit.text).toBe('node-17: switch fixed');
    },
  );
});

test('only what mentions the app arrives as a mention, first attempt unmarked', async () => {
  const seen: unknown[] = [];
  await withApp(
    (app) =>
      app.event('app_mention', async ({ event, context, body }) => {
        seen.push([event.text, context.retryNum, body.event_id]);
      }),
    async (slack) => {
      slack.postMessage('maya', 'baremetal-oncall', 'hello, no mention');
      slack.postMessage('maya', 'baremetal-oncall', '@oncall-bot why node-17');
      await slack.until(() => (seen.length === 1 ? true : undefined));
      expect(seen[0]).toMatchObject([`<@${slack.botUserId}> why node-17`, 0, expect.stringMatching(/^Ev/)]);
    },
    { botEvents: ['app_mention'] },
  );
});

test('a redelivered event keeps its event id', async () => {
  const seen: { retry: unknown; id: string }[] = [];
  await withApp(
    (app) =>
      app.event('app_mention', async ({ context, body }) => {
        seen.push({ retry: context.retryNum, id: body.event_id });
      }),
    async (slack) => {
      slack.faults.redeliverNext = true;
      slack.postMessage('maya', 'baremetal-oncall', '@oncall-bot hi');
      await slack.until(() => (seen.length === 2 ? true : undefined));
      expect(seen.map(({ retry }) => retry ?? 0)).toEqual([0, 1]);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
    },
    { botEvents: ['app_mention'] },
  );
});

test('a refresh makes the app come back, and events of the gap arrive', async () => {
  const seen: string[] = [];
  await withApp(
    (app) =>
      app.message(async ({ message }) => {
        if ('text' in message && message.text) seen.push(message.text);
      }),
    async (slack) => {
      slack.faults.refresh('all');
      await slack.until(() => (slack.connections === 0 ? true : undefined));
      slack.postMessage('maya', 'baremetal-oncall', 'said in the gap');
      await slack.until(() => (seen.length > 0 ? true : undefined));
      expect(seen).toEqual(['said in the gap']);
      expect(slack.connections).toBe(1);
    },
  );
});
