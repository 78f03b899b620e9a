import type { App, ReceiverEvent } from '@slack/bolt';
import { expect, it } from 'vitest';
import { timed } from '../../../src/slack/timed.ts';
import { type Acknowledged, acknowledged } from '../../../src/slack/told.ts';

it('tells how long each kind of payload waited for its acknowledgement, and passes on what is answered', async () => {
  const heard: Acknowledged[] = [];
  const stop = acknowledged.hear((one) => heard.push(one));
  const passed: unknown[] = [];
  const app = { processEvent: async ({ ack }: ReceiverEvent) => ack('text') } as unknown as App;
  const bodies = [
    { command: '/ironic' },
    { event: {} },
    { type: 'block_actions' },
    { type: 'view_submission' },
    {},
  ];
  for (const body of bodies) {
    await timed(app).processEvent({
      body,
      ack: async (answer: unknown) => {
        passed.push(answer);
      },
    } as ReceiverEvent);
  }
  stop();
  expect(heard.map(({ kind }) => kind)).toEqual(['command', 'event', 'action', 'view', 'other']);
  expect(heard.every(({ ms }) => ms >= 0)).toBe(true);
  expect(passed).toEqual(Array.from(bodies, () => 'text'));
});
