import type { CallResult } from '../core/api-call.ts';
import type { Approval } from '../core/approval.ts';
import { ServiceError } from '../core/errors.ts';
import { after, type Change, type WorkerParts } from './custody.ts';
import { draftOf, type Event } from './drafts.ts';
import { requestIdOf } from './request-id.ts';
import { patienceOf, type Taken } from './take-up.ts';
import type { Turn } from './turn.ts';
import { clock, deedOf, sentence } from './words.ts';
import type { Sent } from './writer.ts';

/** How long a node may be locked, or a conductor without a free worker, before it is given up. */
const PASSES_WITHIN_MS = 60_000;
const AGAIN_MS = 2_000;

/**
 * Makes the calls of what has just been started, each once, in their order, and only as long as nobody can have taken it
 * over. Answers with the approval when something may have been done; undefined when nothing was, or it is somebody else's.
 */
export async function send(
  parts: WorkerParts,
  taken: Taken,
  stop: AbortSignal,
): Promise<Approval | undefined> {
  const { approval, custody } = taken;
  const writer = parts.writer(approval.cloud);
  if (!writer) throw new Error(`started without a writer for ${approval.cloud}`);
  const results: CallResult[] = [];
  let last: Sent | undefined;
  for (const call of approval.calls) {
    const globalRequestId = requestIdOf(approval.id, results.length);
    const sendCall = () => writer(call, { globalRequestId });
    last = await sendOne(parts, taken, sendCall, results.length === 0, stop);
    if (!last) break;
    results.push(last.result);
    // What follows relies on what came before.
    if (last.result.outcome !== 'accepted') break;
  }
  // Nothing was sent, and it is not ours any more: whoever takes it over sees to it.
  if (approval.calls.length > 0 && results.length === 0) return undefined;
  const untouched = results.length === 1 && last?.result.outcome === 'refused' ? last : undefined;
  const sent = await custody.change(async (turn, { state }) => {
    if (state !== 'running') return undefined;
    return untouched ? notRun(turn, untouched, results) : wasSent(parts, turn, approval, results);
  });
  if (!sent && results.length > 0) {
    await custody.late((turn, current) =>
      draftOf(current, { ...sentEvent(turn, approval, results), code: 'late', results }),
    );
  }
  return sent?.state === 'verifying' ? sent : undefined;
}

/** Undefined when it may be somebody else's. A refusal that passes is waited for. */
async function sendOne(
  parts: WorkerParts,
  { custody }: Taken,
  sendCall: () => Promise<Sent>,
  first: boolean,
  stop: AbortSignal,
): Promise<Sent | undefined> {
  const giveUp = after(parts.now().toISOString(), PASSES_WITHIN_MS);
  for (let told = false; ; told = true) {
    if (!(await custody.renew()) || !custody.believes()) return undefined;
    const sent = await sendCall();
    const refused = sent.result.outcome === 'refused' && sent.passes;
    if (!refused || stop.aborted || parts.now().toISOString() >= giveUp) return sent;
    if (!told) {
      const words = `${reasonOf(sent)} Trying again until ${clock(giveUp)}.`;
      await custody.tell(words);
    }
    await parts.sleep(AGAIN_MS, stop);
    // Nothing has been done yet, so it can still be stopped.
    if (stop.aborted || (first && (await isFrozen(parts)))) return sent;
  }
}

/** Records that do not answer are asked again, for the hold, before anything is sent. */
async function isFrozen({ repository }: WorkerParts): Promise<boolean> {
  try {
    return (await repository.frozen()) !== undefined;
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}

function reasonOf({ locked_by, result }: Sent): string {
  return locked_by === undefined ? sentence(result.words) : `The node is locked by conductor ${locked_by}.`;
}

function notRun(turn: Turn, sent: Sent, results: readonly CallResult[]): Change {
  const code = sent.locked_by === undefined ? 'refused' : 'node-locked';
  const words = `${reasonOf(sent)} Nothing was done.`;
  return {
    event: { kind: 'refuse', code, words, after: null, results },
    entry: (approval) => ({
      kind: 'not-run',
      at: turn.now,
      code,
      words: `${deedOf(approval)}: not run: ${words}`,
    }),
  };
}

function wasSent(parts: WorkerParts, turn: Turn, approval: Approval, results: readonly CallResult[]): Change {
  const verify_until = after(turn.now, patienceOf(parts, approval));
  return {
    event: { kind: 'sent', results, verify_until },
    entry: () => sentEvent(turn, approval, results),
  };
}

function sentEvent(turn: Turn, approval: Approval, results: readonly CallResult[]): Event {
  const how = results.map(({ outcome, status }) =>
    status === undefined ? outcome : `${outcome} (${status})`,
  );
  const words = `${deedOf(approval)}: ${how.join(', ') || 'nothing had to be sent'}`;
  return { kind: 'sent', at: turn.now, words };
}
