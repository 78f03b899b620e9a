import { describe, expect, it } from 'vitest';
import { onMessageChannel } from '../../../../src/slack/listeners/message-channel.ts';
import { alertFixture } from '../../../support/alerts.ts';
import { memoryLog } from '../support/bot.ts';
import { fakeIntake, WATCHED, watchOf } from '../support/watch.ts';

const { event } = alertFixture('alertmanager-default-ironic-firing').event_callback;
const body = (id: string, change: object = {}) => ({
  event_id: id,
  event: { ...event, channel: WATCHED, ...change },
});

function listening() {
  const fake = fakeIntake();
  const log = memoryLog();
  let lost = 0;
  const hear = onMessageChannel({
    watch: () => watchOf(fake.intake),
    identity: () => undefined,
    onLost: () => {
      lost += 1;
    },
    log,
    patienceMs: 20,
  });
  return { ...fake, log, hear, lost: () => lost };
}

describe('a message of a watched channel', () => {
  it('is acknowledged once it is kept', async () => {
    const { hear, taken } = listening();
    expect(await hear(body('Ev1'))).toBe(true);
    expect(taken).toMatchObject([{ kind: 'posted', channel: WATCHED, ts: event['ts'] }]);
  });

  it('is not acknowledged where it could not be kept, and is taken when Slack brings it again', async () => {
    const { hear, taken, state, lost, log } = listening();
    state.failing = true;
    expect(await hear(body('Ev1'))).toBe(false);
    expect(lost()).toBe(1);
    expect(log.lines).toMatchObject([{ level: 'error', message: 'what was said in a channel was not kept' }]);
    state.failing = false;
    expect(await hear(body('Ev1'))).toBe(true);
    expect(taken).toHaveLength(1);
  });

  it('keeps Slack waiting no longer than Slack waits', async () => {
    const { hear, state, taken, lost } = listening();
    const slow = Promise.withResolvers<void>();
    state.slow = slow.promise;
    expect(await hear(body('Ev1'))).toBe(true);
    expect(taken).toHaveLength(0);
    state.failing = true;
    slow.resolve();
    await new Promise((next) => setImmediate(next));
    expect(lost()).toBe(1);
  });

  it('of another channel, or of no message at all, is let pass', async () => {
    const { hear, taken } = listening();
    expect(await hear(body('Ev1', { channel: 'C0OTHER' }))).toBe(true);
    expect(await hear({ event_id: 'Ev2', event: { type: 'app_mention', channel: WATCHED } })).toBe(true);
    expect(await hear('nonsense')).toBe(true);
    expect(taken).toHaveLength(0);
  });
});
