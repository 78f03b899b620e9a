import { confidenceOf } from '../core/confidence.ts';
import { FactUnread, isFactName } from '../core/facts.ts';
import type { Evidence, Finding, FindingDraft } from '../core/finding.ts';
import type { Check, Playbook } from '../core/playbook.ts';
import type { ClearCheck, UnknownCheck } from '../core/report.ts';
import type { Aspect } from '../core/subject.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import type { FactBook } from './fact-book.ts';

export interface Outcomes {
  readonly findings: readonly Finding[];
  readonly clear: readonly ClearCheck[];
  readonly unknown: readonly UnknownCheck[];
}

export interface RunOptions {
  /** When it fires, checks that are still waiting end as "could not check". */
  readonly signal: AbortSignal;
  /** In words, for those checks: "no answer within 15 s". */
  readonly lateReason: string;
  /** A check that broke is a bug of ours; the report says so and this hears the error. */
  readonly onBug: (check: string, error: unknown) => void;
}

/** A check with the playbook that it is in. */
export interface Asked {
  readonly playbook: Playbook;
  readonly check: Check;
}

/** Every check of the playbooks that are about any of these sides of a subject. */
export function checksAbout(playbooks: readonly Playbook[], aspects: readonly Aspect[]): readonly Asked[] {
  return playbooks
    .filter((playbook) => playbook.about.some((aspect) => aspects.includes(aspect)))
    .flatMap((playbook) => playbook.checks.map((check) => ({ playbook, check })));
}

type Outcome = { findings: Finding[] } | { clear: ClearCheck } | { unknown: UnknownCheck } | 'not-asked';

/** Runs every check that fits the subject side by side; one that fails or hangs costs only itself. */
export async function runPlaybooks(
  playbooks: readonly Playbook[],
  book: FactBook,
  options: RunOptions,
): Promise<Outcomes> {
  return runChecks(checksAbout(playbooks, book.view().facts.subject.aspects), book, options);
}

/** The same for checks that were chosen already. */
export async function runChecks(
  asked: readonly Asked[],
  book: FactBook,
  options: RunOptions,
): Promise<Outcomes> {
  const outcomes = await Promise.all(asked.map((one) => runCheck(one, book, options)));
  const findings: Finding[] = [];
  const clear: ClearCheck[] = [];
  const unknown: UnknownCheck[] = [];
  for (const outcome of outcomes) {
    if (outcome === 'not-asked') continue;
    if ('findings' in outcome) findings.push(...outcome.findings);
    else if ('clear' in outcome) clear.push(outcome.clear);
    else unknown.push(outcome.unknown);
  }
  return { findings, clear, unknown };
}

async function runCheck({ playbook, check }: Asked, book: FactBook, options: RunOptions): Promise<Outcome> {
  const id = `${playbook.id}/${check.id}`;
  const { facts, missing, unread } = book.view();
  try {
    const gates = [playbook.appliesTo, check.appliesTo].filter((gate) => gate !== undefined);
    if (gates.length > 0) {
      if (!facts.subject.aspects.includes('node')) return 'not-asked';
      const node: Node = await orLate(facts.node(), options);
      if (!gates.every((gate) => gate(node))) return 'not-asked';
    }
    const result = await orLate(check.run(facts), options);
    const drafts = result === undefined ? [] : Array.isArray(result) ? result : [result as FindingDraft];
    if (drafts.length > 0) {
      return { findings: drafts.map((draft) => complete(draft, playbook, id, missing(), book)) };
    }
    // Silence is only worth something when everything the check asked for was there.
    const hole = unread().find((why) => why.kind !== 'not-deployed');
    if (hole)
      return {
        unknown: { check: id, asks: check.asks, reason: hole.reason, fact: hole.fact, kind: hole.kind },
      };
    return { clear: { check: id, asks: check.asks } };
  } catch (error) {
    if (error instanceof FactUnread) {
      if (error.kind === 'not-deployed') return 'not-asked';
      return {
        unknown: { check: id, asks: check.asks, reason: error.reason, fact: error.fact, kind: error.kind },
      };
    }
    if (error instanceof Late) {
      return { unknown: { check: id, asks: check.asks, reason: options.lateReason, kind: 'failed' } };
    }
    options.onBug(id, error);
    return {
      unknown: {
        check: id,
        asks: check.asks,
        reason: 'this check broke; the log has the reason',
        kind: 'broken',
      },
    };
  }
}

class Late extends Error {}

function orLate<T>(work: Promise<T>, { signal }: RunOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    // A read that ends by the same signal says whom it was waiting for, and may do so first.
    const late = () => void setImmediate(() => reject(new Late()));
    signal.addEventListener('abort', late, { once: true });
    // Also when time is over already: work that fails later must not be a rejection that nobody hears.
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
    if (signal.aborted) late();
  });
}

function complete(
  draft: FindingDraft,
  playbook: Playbook,
  check: string,
  missing: Finding['missing'],
  book: FactBook,
): Finding {
  const stamped = draft.evidence.map((piece) => stamp(piece, book)) as [Evidence, ...Evidence[]];
  return {
    ...draft,
    playbook: playbook.id,
    check,
    guide: draft.guide ?? playbook.guide,
    evidence: stamped,
    missing,
    confidence: confidenceOf(stamped, missing),
  };
}

/** Evidence is as old as the read of the fact that its source starts with. */
function stamp(piece: Evidence, book: FactBook): Evidence {
  if (piece.at) return piece;
  const fact = /^[a-z_]+/.exec(piece.source)?.[0] ?? '';
  const reading = isFactName(fact) ? book.readings().get(fact) : undefined;
  return reading ? { ...piece, at: reading.at } : piece;
}
