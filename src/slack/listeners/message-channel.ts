import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Identity } from '../directory.ts';
import { errorFields, type Log } from '../log.ts';
import { type Watch, watchedEvent } from '../watch.ts';

export interface MessageChannelOptions {
  readonly watch: () => Watch | undefined;
  readonly identity: () => Identity | undefined;
  /** Something was not kept: what was said has to be read back later. */
  readonly onLost: () => void;
  readonly log: Log;
  /** How long Slack can be kept waiting, in ms. */
  readonly patienceMs?: number;
}

/** Slack gives three seconds; the way there and back takes some of it. */
const PATIENCE_MS = 2_300;

const Envelope = z.object({
  event: z.looseObject({
    type: z.literal('message'),
    channel: z.string(),
    channel_type: z.string().optional(),
  }),
});

/**
 * Whatever happens to a message of a watched channel goes to the intake before Slack hears that we have it: `false` asks
 * Slack to tell us again. A store that is slow does not make Slack wait; what gets lost by that is read back. An event that
 * comes twice is told twice: whether it was kept, the intake knows, and no log of ids that a crash could leave behind.
 */
export function onMessageChannel(options: MessageChannelOptions): (body: unknown) => Promise<boolean> {
  const { watch, identity, onLost, log, patienceMs = PATIENCE_MS } = options;
  return async (body) => {
    const watching = watch();
    const { data } = Envelope.safeParse(body);
    if (!watching || !data || !watching.channels.includes(data.event.channel)) return true;
    const { event } = data;
    const limit = new AbortController();
    try {
      const read = watchedEvent(event, watching, identity());
      if (!read) return true;
      const taken = watching.intake.take(read).then(
        () => true,
        (error: unknown) => {
          log.error(
            { channel: event.channel, ...errorFields(error) },
            'what was said in a channel was not kept',
          );
          onLost();
          return false;
        },
      );
      const late = wait(patienceMs, true, { signal: limit.signal }).catch(() => true);
      return await Promise.race([taken, late]);
    } catch (error) {
      // A message that breaks the reader breaks it each time; Slack need not bring it again.
      log.error({ channel: event.channel, ...errorFields(error) }, 'a message could not be read');
      return true;
    } finally {
      limit.abort();
    }
  };
}
