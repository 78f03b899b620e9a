import type { Approval } from '../core/approval.ts';
import type { Go, Judgement, Seen } from '../core/remediation-unit.ts';
import { errorFields } from '../lib/plain-log.ts';
import { after, type Change, type WorkerParts } from './custody.ts';
import { judgeNow } from './judge.ts';
import { movedSince } from './moved.ts';
import { trafficQuery } from './offers.ts';
import { ruleOn } from './policy.ts';
import { requestIdOf } from './request-id.ts';
import { noLongerMay, type Standing, standingOf, unknownAmong } from './still-may.ts';
import { patienceOf, type Taken } from './take-up.ts';
import type { Turn } from './turn.ts';
import { clock, deedOf } from './words.ts';

const LIMIT_MS = 20_000;
/** Until a cloud that could not be looked at is asked again. */
const REST_MS = 15_000;
/** What was seen before that is no look of this moment any more. */
const STALE_MS = 30_000;

/** Why it is not run, in words for everybody. */
interface Not {
  readonly code: string;
  readonly words: string;
  readonly after?: Seen | undefined;
}

/**
 * Looks at the target once more. When everything is as it was approved, "started" is in the journal before this answers
 * with the approval; otherwise it is not run, or put back where the cloud cannot be looked at, and the answer is undefined.
 */
export async function begin(
  parts: WorkerParts,
  { approval, custody }: Taken,
  stop: AbortSignal,
): Promise<Approval | undefined> {
  const stale = after(parts.now().toISOString(), STALE_MS);
  const standing = await standingOf(parts, approval);
  const judged = await judgeNow(parts, approval, LIMIT_MS).catch((error: unknown): Judgement => {
    parts.log.error(
      { ...errorFields(error), approval: approval.id },
      'a remediation broke while it was checked',
    );
    const words = 'Looking at it once more broke something in me; nothing was touched.';
    return { kind: 'refused', code: 'broken', words };
  });
  if (judged.kind === 'sick' || stop.aborted) {
    const words = judged.kind === 'sick' ? `${judged.words}; trying again` : 'the bot is restarting';
    await custody.change(async (_, { state }) => {
      return state === 'checking' ? putBack(words, stop.aborted ? 0 : REST_MS) : undefined;
    });
    return undefined;
  }
  if (unknownAmong(standing)) {
    const words = 'Slack cannot say at the moment who asked and agreed; trying again';
    await custody.change(async (_, { state }) =>
      state === 'checking' ? putBack(words, REST_MS) : undefined,
    );
    return undefined;
  }
  const not: Not | undefined =
    judged.kind === 'refused' ? { ...judged, after: judged.seen } : moved(parts, approval, judged);
  const begun = await custody.change(async (turn, current) => {
    if (current.state !== 'checking') return undefined;
    const why = not ?? (await barred(parts, turn, current, standing));
    if (why) return notRun(turn, why);
    if (turn.now >= stale) return putBack('my records took too long; looking again', 0);
    return judged.kind === 'go' ? start(parts, turn, current, judged) : undefined;
  });
  return begun?.state === 'running' ? begun : undefined;
}

function moved({ writer }: WorkerParts, approval: Approval, go: Go): Not | undefined {
  const { name, cloud } = approval;
  if (!writer(cloud)) {
    return {
      code: 'no-writer',
      words: `No credential is configured any more that may act in cloud ${cloud}.`,
    };
  }
  const difference = movedSince(approval, go);
  if (!difference) return undefined;
  return { code: 'moved', words: `${name} changed since it was asked for: ${difference}.`, after: go.seen };
}

/** What the policy and the others of this moment have against it. */
async function barred(
  { config }: WorkerParts,
  turn: Turn,
  approval: Approval,
  standing: Standing | undefined,
): Promise<Not | undefined> {
  if (turn.now >= approval.expires_at) {
    return { code: 'expired', words: `It expired at ${clock(approval.expires_at)}, before it could begin.` };
  }
  const freeze = await turn.frozen();
  if (freeze) {
    const words = `Acting is frozen since ${clock(freeze.at)}: "${freeze.reason}".`;
    return { code: 'frozen', words };
  }
  const { cloud, remediation, risk, node, target, id, votes } = approval;
  const now = new Date(turn.now);
  const query = { ...trafficQuery({ config }, target, remediation, now), besides: id, approved: false };
  const ruling = ruleOn(config, { cloud, remediation, risk, node }, await turn.traffic(query), now);
  if (ruling.kind === 'refused') return { code: ruling.code, words: ruling.words };
  const gone = noLongerMay(standing, approval, ruling.ceremony);
  if (gone !== undefined) return { code: 'no-longer-may', words: gone };
  const { approvers, raised } = ruling.ceremony;
  if (votes.length >= approvers) return undefined;
  const words = `It needs ${approvers} ${approvers === 1 ? 'approver' : 'approvers'} by now (${raised.join('; ')}), and has ${votes.length}. Ask again.`;
  return { code: 'raised', words };
}

function putBack(words: string, rest: number): Change {
  return { event: { kind: 'put-back', words }, rest };
}

function notRun(turn: Turn, { code, words, after: seen }: Not): Change {
  return {
    event: { kind: 'refuse', code, words, after: seen ?? null },
    entry: (approval) => ({
      kind: 'not-run',
      at: turn.now,
      code,
      words: `${deedOf(approval)}: not run: ${words}`,
    }),
  };
}

function start(parts: WorkerParts, turn: Turn, approval: Approval, { seen, calls }: Go): Change {
  const verify_until = after(turn.now, patienceOf(parts, approval));
  return {
    event: { kind: 'start', seen, calls, verify_until },
    entry: (started) => ({ kind: 'started', at: turn.now, words: startedWords(started) }),
  };
}

/** With the ids that its calls will carry: a crash may leave nothing else to look for in the services' logs. */
function startedWords(started: Approval): string {
  const ids = started.calls.map((_, call) => requestIdOf(started.id, call));
  return `${deedOf(started)}: started${ids.length > 0 ? `; its calls carry ${ids.join(', ')}` : ''}`;
}
