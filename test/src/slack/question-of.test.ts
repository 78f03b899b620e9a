import { describe, expect, it } from 'vitest';
import { questionOf } from '../../../src/slack/question-of.ts';

const said = {
  type: 'message',
  channel_type: 'im',
  channel: 'D1',
  user: 'U1',
  ts: '1.1',
  text: 'why node-17',
};
const envelope = (event: object) => ({ type: 'event_callback', event_id: 'Ev1', team_id: 'T1', event });
const click = (action_id: string) => ({
  type: 'block_actions',
  trigger_id: '11.22.secret',
  actions: [{ action_id }],
});

describe('a question', () => {
  it.each([
    ['a command', { command: '/ironic', trigger_id: '11.22.secret', text: 'why node-17' }, 'command 11.22'],
    ['a mention', envelope({ type: 'app_mention', user: 'U1' }), 'Ev1'],
    ['a direct message', envelope(said), 'Ev1'],
    ['"Look again"', click('look-again'), 'click 11.22'],
    ['a button of a row', click('ask-beside:3'), 'click 11.22'],
    ['a menu', click('choose-subject-menu'), 'click 11.22'],
  ])('is %s', (_what, body, id) => {
    expect(questionOf(body)?.id).toBe(id);
  });

  it.each([
    ['a remedy', click('act:0')],
    ['an agreement', click('approve')],
    ['a button of another release', click('look-again-twice')],
    ['a form', { type: 'view_submission', trigger_id: '11.22.secret' }],
    ['a Home tab', envelope({ type: 'app_home_opened', user: 'U1' })],
    ['what is said in a channel', envelope({ ...said, channel_type: 'channel' })],
    ['what a bot says', envelope({ ...said, bot_id: 'B1' })],
    ['an edit', envelope({ ...said, subtype: 'message_changed' })],
    ['a mention by a bot', envelope({ type: 'app_mention', user: 'U1', bot_id: 'B1' })],
    ['nothing', undefined],
  ])('is not %s', (_what, body) => {
    expect(questionOf(body)).toBeUndefined();
  });

  it('is kept without what no listener needs', () => {
    const { body } = questionOf({
      ...click('look-again'),
      token: 'verification',
      view: { blocks: [] },
      message: { ts: '1.1', thread_ts: '1.0', text: 'a report', blocks: [{}] },
      response_url: 'https://hooks.slack.com/actions/1',
    }) ?? { body: {} };
    const kept: unknown = JSON.parse(JSON.stringify(body));
    expect(kept).toEqual({
      ...click('look-again'),
      message: { ts: '1.1', thread_ts: '1.0' },
      response_url: 'https://hooks.slack.com/actions/1',
    });
  });
});
