import type { ModalView } from '@slack/types';
import { expect, test } from 'vitest';
import { startLocalSlack } from '../../../../src/sandbox/slack/server.ts';
import { handClock, withApp } from './app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title: string, rest: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: title,
  title: plain(title),
  submit: plain('Go'),
  blocks: [
    {
      type: 'section',
      text: plain(title),
      accessory: { type: 'button', action_id: 'push', text: plain('More') },
    },
  ],
  ...rest,
});

test('views are pushed, updated by the answer to a submission, and closed one by one', async () => {
  const closed: string[] = [];
  await withApp(
    (app) => {
      app.command('/ping', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view: modal('one') });
      });
      app.action('push', async ({ ack, client, body }) => {
        await ack();
        if (!('trigger_id' in body)) return;
        await client.views.push({
          trigger_id: body.trigger_id,
          view: modal('two', { notify_on_close: true }),
        });
      });
      app.view('one', ({ ack }) =>
        ack({ response_action: 'update', view: modal('done', { blocks: [{ type: 'divider' }] }) }),
      );
      app.view({ callback_id: 'two', type: 'view_closed' }, async ({ ack, view }) => {
        await ack();
        closed.push(view.callback_id);
      });
    },
    async (slack) => {
      await slack.slash('maya', 'app', '/ping', '');
      const first = await slack.until(() => slack.views('maya')[0]);
      await slack.click('maya', first, 'push');
      const [, second] = await slack.until(() =>
        slack.views('maya').length === 2 ? slack.views('maya') : undefined,
      );
      expect(second).toMatchObject({ previous_view_id: first.id, root_view_id: first.id });
      slack.closeView('maya');
      await slack.until(() => (closed.length === 1 ? true : undefined));
      expect(await slack.submitView('maya', {})).toEqual({ kind: 'updated' });
      expect(slack.views('maya')).toMatchObject([{ id: first.id, callback_id: 'done' }]);
      expect(slack.views('jonas')).toEqual([]);
    },
  );
});

test('a trigger older than three seconds opens nothing', async () => {
  const clock = handClock();
  let error: unknown;
  await withApp(
    (app) =>
      app.command('/ping', async ({ ack, client, command }) => {
        await ack();
        clock.move(3001);
        await client.views
          .open({ trigger_id: command.trigger_id, view: modal('late') })
          .catch((caught: unknown) => {
            error = caught;
          });
      }),
    async (slack) => {
      await slack.slash('maya', 'app', '/ping', '');
      await slack.until(() => error);
      expect(error).toMatchObject({ data: { error: 'expired_trigger_id' } });
      expect(slack.views('maya')).toEqual([]);
    },
    { clock: clock.now },
  );
});

test('the Home tab is published when a person opens it', async () => {
  await withApp(
    (app) =>
      app.event('app_home_opened', async ({ client, event }) => {
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: [{ type: 'divider' }] },
        });
      }),
    async (slack) => {
      slack.openHome('maya');
      expect(await slack.until(() => slack.home('maya'))).toMatchObject({ type: 'home' });
      expect(slack.home('jonas')).toBeUndefined();
    },
  );
});

test("a legacy attachment's button arrives with its callback_id and may replace the message", async () => {
  await withApp(
    (app) =>
      app.action({ type: 'interactive_message', callback_id: 'alert' }, async ({ ack, action, respond }) => {
        await ack();
        await respond({
          text: `did ${'value' in action ? String(action.value) : ''}`,
          replace_original: true,
        });
      }),
    async (slack) => {
      const actions = [{ type: 'button', name: 'a', text: 'Ack', value: 'it' }];
      const attachments = [{ callback_id: 'alert', text: 'Down', actions }];
      await fetch(slack.webhookUrl('baremetal-alerts'), {
        method: 'POST',
        body: JSON.stringify({ attachments }),
      });
      const [message] = slack.messages('baremetal-alerts');
      if (!message) throw new Error('nothing was posted');
      expect(await slack.clickLegacy('maya', message, 0, 0)).toMatchObject({ ok: true });
      await slack.until(() => slack.messages('baremetal-alerts').find(({ text }) => text === 'did it'));
    },
  );
});

test('the sixth answer to one click is refused', async () => {
  const answers: (number | undefined)[] = [];
  await withApp(
    (app) =>
      app.command('/ping', async ({ ack, respond }) => {
        await ack();
        for (let i = 0; i < 6; i += 1) {
          const status = await respond(`${i}`).then(
            (r) => r.status,
            (error: { statusCode?: number }) => error.statusCode,
          );
          answers.push(status);
        }
      }),
    async (slack) => {
      await slack.slash('maya', 'baremetal-oncall', '/ping', '');
      await slack.until(() => (answers.length === 6 ? true : undefined));
      expect(answers).toEqual([200, 200, 200, 200, 200, 404]);
      expect(slack.ephemerals('maya')).toHaveLength(5);
    },
  );
});

test('a person cannot act where they are not', async () => {
  const slack = await startLocalSlack();
  expect(() => slack.postMessage('riku', 'ironic-audit', 'x')).toThrow('riku is not in ironic-audit');
  expect(() => slack.postMessage('nobody', 'general', 'x')).toThrow('no such person');
  await slack.close();
});
