import { expect, test } from 'vitest';
import { errandOf } from '../../../src/slack/errand-of.ts';

test.each<[unknown, object]>([
  [
    { type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention' } },
    { what: 'slack app_mention', from: 'Ev1' },
  ],
  [
    { command: '/ironic', text: 'why x', trigger_id: '133.738.8088930838d88f' },
    { what: 'slack /ironic', from: '133' },
  ],
  [
    { type: 'block_actions', trigger_id: '134.738.abc' },
    { what: 'slack block_actions', from: '134' },
  ],
  [{ type: 'event_callback', event_id: 7, event: 'odd' }, { what: 'slack event_callback' }],
  [undefined, { what: 'slack request' }],
  [null, { what: 'slack request' }],
])('%j', (body, errand) => expect(errandOf(body)).toEqual(errand));
