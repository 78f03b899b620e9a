import type { App, ReceiverEvent } from '@slack/bolt';
import { type Acknowledged, acknowledged } from './told.ts';

/** The app for a receiver, which tells how long Slack waits to hear that we have what it sent. */
export function timed(app: App): App {
  const processEvent = (event: ReceiverEvent) => {
    const began = performance.now();
    const ack: ReceiverEvent['ack'] = async (...answer) => {
      await event.ack(...answer);
      acknowledged.tell({ kind: kindOf(event.body), ms: performance.now() - began });
    };
    return app.processEvent({ ...event, ack });
  };
  return new Proxy(app, {
    get: (of, key) => (key === 'processEvent' ? processEvent : Reflect.get(of, key)),
  });
}

function kindOf({ type, command, event }: Record<string, unknown>): Acknowledged['kind'] {
  if (typeof command === 'string') return 'command';
  if (typeof event === 'object') return 'event';
  if (type === 'block_actions') return 'action';
  return type === 'view_submission' ? 'view' : 'other';
}
