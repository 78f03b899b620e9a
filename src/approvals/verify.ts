import type { Approval } from '../core/approval.ts';
import { ServiceError } from '../core/errors.ts';
import type { Progress } from '../core/remediation-unit.ts';
import { formatDuration } from '../lib/duration.ts';
import { errorFields } from '../lib/plain-log.ts';
import type { Change, WorkerParts } from './custody.ts';
import { within } from './judge.ts';
import type { Taken } from './take-up.ts';
import type { Turn } from './turn.ts';
import { deedOf, sentence } from './words.ts';

const LIMIT_MS = 20_000;

/** What a look brought; `seen` is null where the cloud could not be looked at. */
type Look = Progress | { readonly kind: 'blind'; readonly seen: null; readonly words: string };

/**
 * Looks at the cloud until it has come true, has failed, or its patience is over. It only looks: at least once, however
 * late it is. When the bot stops, whoever comes next goes on.
 */
export async function verify(
  parts: WorkerParts,
  { approval: first, custody }: Taken,
  stop: AbortSignal,
): Promise<void> {
  const began = parts.now().getTime();
  let approval: Approval = first;
  for (;;) {
    const look = await lookOnce(parts, approval);
    const ended = await custody.change(async (turn, current) => {
      if (current.state !== 'verifying') return undefined;
      const end = endOf(current, look, turn);
      if (end) return end;
      // What has not changed is not news, and each version is drawn anew.
      return current.progress === look.words ? undefined : { event: { kind: 'progress', words: look.words } };
    });
    if (ended?.state !== 'verifying') return;
    approval = ended;
    if (!(await custody.renew())) return;
    await parts.sleep(pauseAfter(parts.now().getTime() - began), stop);
    if (stop.aborted) {
      await custody.release(0);
      return;
    }
  }
}

/** Milliseconds: most things come true soon, and what takes hours is not asked about every second. */
export function pauseAfter(ms: number): number {
  if (ms < 30_000) return 2_000;
  return ms < 180_000 ? 5_000 : 15_000;
}

async function lookOnce({ remediations, fresh, log }: WorkerParts, approval: Approval): Promise<Look> {
  const { remediation, cloud, params, seen } = approval;
  const unit = remediations.get(remediation);
  if (!unit) return { kind: 'blind', seen: null, words: 'This release does not know how to look at it.' };
  try {
    return await within(LIMIT_MS, undefined, (signal) => unit.verify(params, fresh(cloud, signal), seen));
  } catch (error) {
    if (!(error instanceof ServiceError)) {
      log.error({ ...errorFields(error), approval: approval.id }, 'a remediation broke while it was watched');
      return { kind: 'blind', seen: null, words: 'Looking at it broke something in me.' };
    }
    return { kind: 'blind', seen: null, words: `It cannot be looked at: ${sentence(error.message)}` };
  }
}

function endOf(approval: Approval, look: Look, turn: Turn): Change | undefined {
  const broken = halfDone(approval);
  if (broken) return finish(turn, 'failed', broken, look);
  if (look.kind === 'done') return finish(turn, 'succeeded', look.words, look);
  if (look.kind === 'failed') return finish(turn, 'failed', look.words, look);
  if (approval.verify_until !== null && turn.now < approval.verify_until) return undefined;
  const since = formatDuration((Date.parse(turn.now) - Date.parse(approval.started_at ?? turn.now)) / 1000);
  const words = `${answered(approval)}, and after ${since}: ${sentence(look.words)} Nothing was repeated.`;
  return finish(turn, 'unconfirmed', words, look);
}

/** Some of the calls were made, and a later one was refused. */
function halfDone({ results, calls }: Approval): string | undefined {
  const at = results.findIndex(({ outcome }) => outcome === 'refused');
  if (at < 1) return undefined;
  return `Call ${at + 1} of ${calls.length} was refused, after what came before it had been made: ${results[at]?.words ?? ''}`;
}

const NAMES = { ironic: 'Ironic', nova: 'Nova', neutron: 'Neutron', placement: 'Placement' } as const;

function answered({ results, calls }: Approval): string {
  const service = NAMES[calls[0]?.service ?? 'ironic'];
  if (calls.length === 0) return 'Nothing had to be sent';
  const accepted = results.length === calls.length && results.every(({ outcome }) => outcome === 'accepted');
  return accepted ? `${service} accepted it` : `Whether ${service} took it is not known`;
}

function finish(
  turn: Turn,
  outcome: 'succeeded' | 'failed' | 'unconfirmed',
  words: string,
  look: Look,
): Change {
  return {
    event: { kind: 'finish', outcome, words, after: look.seen },
    entry: (approval) => ({
      kind: 'finished',
      at: turn.now,
      code: outcome,
      words: `${deedOf(approval)}: ${outcome}: ${words}`,
      // Clocks of replicas differ.
      took_ms: Math.max(0, Date.parse(turn.now) - Date.parse(approval.started_at ?? turn.now)),
    }),
  };
}
