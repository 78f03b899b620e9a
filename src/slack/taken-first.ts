import type { ReceiverEvent } from '@slack/bolt';
import { onErrand } from '../lib/errand.ts';
import type { LiveReceiver } from './dual-socket-receiver.ts';
import { errandOf } from './errand-of.ts';

/**
 * Bolt acknowledges an event before its listeners run (slackapi/bolt-js src/App.ts, `processEvent`), so that whatever a
 * crash interrupts then is lost. What has to be kept is taken before that: where `take` says false, the event is neither
 * acknowledged nor passed on, and Slack brings it again. All of it is one errand.
 */
export function takenFirst(receiver: LiveReceiver, take: (body: unknown) => Promise<boolean>): LiveReceiver {
  return {
    ...receiver,
    init(app) {
      const processEvent = (event: ReceiverEvent) =>
        onErrand(errandOf(event.body), async () => {
          if (await take(event.body)) await app.processEvent(event);
        });
      receiver.init(
        new Proxy(app, { get: (of, key) => (key === 'processEvent' ? processEvent : Reflect.get(of, key)) }),
      );
    },
  };
}
