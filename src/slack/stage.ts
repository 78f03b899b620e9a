import type { Acting, Stage } from '../core/acting.ts';
import { type Approval, isFinal, type MessageAt } from '../core/approval.ts';
import type { Identity } from './directory.ts';
import { errorFields, type Log } from './log.ts';
import type { Mark, Outbox } from './outbox.ts';
import { plainIfRefused } from './places/delivery.ts';
import { renderApproval } from './render/approval.ts';
import { renderAuditCopy, renderAuditHead } from './render/audit-line.ts';
import type { Message } from './render/limits.ts';
import { permalink } from './render/permalink.ts';
import { refusalOf } from './slack-error.ts';

export interface StageOptions {
  readonly outbox: Outbox;
  readonly acting: () => Acting | undefined;
  readonly identity: () => Identity | undefined;
  readonly log: Log;
  readonly clock: () => Date;
  /** Something about approvals was drawn anew. */
  readonly onDrawn: () => void;
}

/** The message is gone, or may not be changed any more: it is posted anew. */
const GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed', 'msg_too_old']);
/** We cannot write there, so whoever asked hears of it by themselves. */
const BARRED = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
]);
/** Whoever waits for a drawing tries again later by themselves. */
const PATIENCE_MS = 5_000;
/** A record so young has no message that we could have forgotten. */
const YOUNG_MS = 10_000;
const MAX_KEPT = 500;

interface Drawing {
  /** The newest that was handed in; what is older need not be drawn. */
  approval: Approval;
  done: Promise<MessageAt>;
}

/** Draws approvals and copies the journal. Failures are thrown: whoever asked tries again. */
export function createStage(options: StageOptions): Stage {
  const { outbox, acting, identity, log, clock, onDrawn } = options;
  const drawing = new Map<string, Drawing>();
  /** Where this process has put a message, as long as the record still has what it had before: `instead`. */
  const places = new Map<string, { readonly at: MessageAt; readonly instead: string | undefined }>();
  const doubted = new Set<string>();

  function remember({ id, message }: Approval, at: MessageAt): MessageAt {
    places.delete(id);
    places.set(id, { at, instead: message?.ts });
    for (const oldest of places.keys()) {
      if (places.size <= MAX_KEPT) break;
      places.delete(oldest);
    }
    doubted.delete(id);
    return at;
  }

  /** The message as it is in a channel. */
  async function rendering(approval: Approval): Promise<(channel: string) => Message> {
    const audit = isFinal(approval.state) ? await newestEntry(approval.id) : undefined;
    const now = clock();
    return (channel) => {
      const aside = channel !== (approval.thread?.channel ?? approval.channel);
      return renderApproval(approval, { now, audit, aside });
    };
  }

  /** Nice to have; a message without it is still true. */
  async function newestEntry(approval: string): Promise<number | undefined> {
    try {
      return (await acting()?.audit({ approval, limit: 1 }))?.[0]?.seq;
    } catch (error) {
      log.warn({ approval, ...errorFields(error) }, 'the number in the journal could not be read');
      return undefined;
    }
  }

  /** `gone`: the `ts` of a message that can be changed no more. */
  async function post(
    approval: Approval,
    draw: (channel: string) => Message,
    gone?: string,
  ): Promise<MessageAt> {
    const { id, channel, thread, requester, needs, requested_at } = approval;
    const mark: Mark = { event_type: 'approval', event_payload: { approval: id } };
    const to = { channel: thread?.channel ?? channel, ...(thread ? { thread: thread.ts } : {}) };
    const young = clock().getTime() - Date.parse(requested_at) < YOUNG_MS;
    if (!young || doubted.has(id)) {
      const found = await lookFor(to, mark, requested_at, gone);
      if (found) {
        await redraw(draw, found);
        return found;
      }
    }
    const how = { mark, broadcast: needs > 0, patienceMs: PATIENCE_MS };
    doubted.add(id);
    try {
      return await plainIfRefused(draw(to.channel), (one) => outbox.postAt(one, to, how));
    } catch (error) {
      const refusal = refusalOf(error) ?? '';
      if (refusal === 'thread_not_found') {
        return plainIfRefused(draw(to.channel), (one) => outbox.postAt(one, { channel: to.channel }, how));
      }
      if (!BARRED.has(refusal)) throw error;
      log.info(
        { approval: id, refusal },
        'an approval goes to whoever asked, since its channel is closed to us',
      );
      return plainIfRefused(draw(requester), (one) => outbox.postAt(one, { channel: requester }, how));
    }
  }

  /** A post of another process, or one whose answer never came. */
  async function lookFor(
    to: { readonly channel: string; readonly thread?: string },
    mark: Mark,
    since: string,
    gone: string | undefined,
  ): Promise<MessageAt | undefined> {
    try {
      const oldest = String(Math.floor(Date.parse(since) / 1000) - 60);
      const ts = (await outbox.find(to, mark, oldest)).find((one) => one !== gone);
      return ts === undefined ? undefined : { channel: to.channel, ts };
    } catch (error) {
      log.debug(errorFields(error), 'not looked for, so there may be a second message');
      return undefined;
    }
  }

  function redraw(draw: (channel: string) => Message, at: MessageAt): Promise<void> {
    return plainIfRefused(draw(at.channel), (one) => outbox.update(one, at, { patienceMs: PATIENCE_MS }));
  }

  async function drawOnce(approval: Approval): Promise<MessageAt> {
    const draw = await rendering(approval);
    const ours = places.get(approval.id);
    const at = ours && ours.instead === approval.message?.ts ? ours.at : approval.message;
    if (!at) return remember(approval, await post(approval, draw));
    try {
      await redraw(draw, at);
      return at;
    } catch (error) {
      const refusal = refusalOf(error) ?? '';
      if (!GONE.has(refusal) && !BARRED.has(refusal)) throw error;
      return remember(approval, await post(approval, draw, at.ts));
    }
  }

  /** Draws until what is drawn is the newest that was handed in. */
  async function drawAll(entry: Drawing): Promise<MessageAt> {
    try {
      for (;;) {
        const { approval } = entry;
        const at = await drawOnce(approval);
        if (entry.approval === approval) return at;
      }
    } finally {
      drawing.delete(entry.approval.id);
      onDrawn();
    }
  }

  return {
    draw(approval) {
      const running = drawing.get(approval.id);
      if (running) {
        if (approval.version > running.approval.version) running.approval = approval;
        return running.done;
      }
      const entry: Drawing = { approval, done: Promise.resolve({ channel: '', ts: '' }) };
      drawing.set(approval.id, entry);
      entry.done = drawAll(entry);
      return entry.done;
    },

    async copy(channel, what) {
      const message =
        'head' in what
          ? renderAuditHead(what.head)
          : renderAuditCopy(what.entry, await threadOf(what.entry.approval));
      await plainIfRefused(message, (one) =>
        outbox.post(one, { channel }, { background: true, patienceMs: PATIENCE_MS }),
      );
    },
  };

  async function threadOf(approval: string | null) {
    const found =
      approval === null
        ? undefined
        : await acting()
            ?.get(approval)
            .catch(() => undefined);
    return permalink(identity()?.url, found?.message, found?.thread, 'thread ↗');
  }
}
