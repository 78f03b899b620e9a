import type { Acting, Stage } from '../core/acting.ts';
import { type Approval, isFinal } from '../core/approval.ts';
import type { Identity } from './directory.ts';
import { createDrawings, type Sketch } from './drawings.ts';
import { errorFields, type Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { plainIfRefused } from './places/delivery.ts';
import { renderApproval } from './render/approval.ts';
import { renderAuditCopy, renderAuditHead } from './render/audit-line.ts';
import { permalink } from './render/permalink.ts';

export interface StageOptions {
  readonly outbox: Outbox;
  readonly acting: () => Acting | undefined;
  readonly identity: () => Identity | undefined;
  readonly log: Log;
  readonly clock: () => Date;
  /** Something about approvals was drawn anew. */
  readonly onDrawn: () => void;
}

/** Whoever waits for a copy tries again later by themselves. */
const PATIENCE_MS = 5_000;

/** Draws approvals and copies the journal. Failures are thrown: whoever asked tries again. */
export function createStage(options: StageOptions): Stage {
  const { outbox, acting, identity, log, clock, onDrawn } = options;
  const draw = createDrawings<Approval>({ outbox, log, clock, what: 'an approval', sketch, onDrawn });

  async function sketch(newest: () => Approval): Promise<Sketch> {
    const approval = newest();
    const { id, channel, thread, requester, needs, requested_at, state } = approval;
    const audit = isFinal(state) ? await newestEntry(id) : undefined;
    const now = clock();
    return {
      to: { channel: thread?.channel ?? channel, ...(thread ? { thread: thread.ts } : {}) },
      mark: { event_type: 'approval', event_payload: { approval: id } },
      since: requested_at,
      how: { broadcast: needs > 0 },
      instead: requester,
      draw: (at) => renderApproval(approval, { now, audit, aside: at !== (thread?.channel ?? channel) }),
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

  return {
    draw,

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
