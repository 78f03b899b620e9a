import { canonicalJson } from '../audit/canonical.ts';
import type { Offer } from '../core/acting.ts';
import type { Ground } from '../core/approval.ts';
import { isByApi, labelOf, type Proposal } from '../core/remediation.ts';
import type { ActId, Go, Params, Remediation } from '../core/remediation-unit.ts';
import type { Report } from '../core/report.ts';
import { inTime } from '../lib/in-time.ts';
import { errorFields } from '../lib/plain-log.ts';
import { judgeNow, type Sick } from './judge.ts';
import type { Parts } from './parts.ts';
import { type Ruling, ruleOn } from './policy.ts';
import { clock } from './words.ts';

export interface Offered {
  readonly offers: readonly Offer[];
  /** Why others are not offered, for the report. */
  readonly notes: readonly string[];
}

interface Wanted {
  readonly id: ActId;
  readonly params: Params;
  readonly ground: Ground;
}

const MOST = 6;
/** The answer waits for it. */
const LIMIT_MS = 5_000;
/** For the records besides. */
const PATIENCE_MS = LIMIT_MS + 3_000;
const NO_RECORDS = 'No buttons: my own records cannot be reached.';
/** Why a button is not there is worth a line only where somebody would look for it. */
const OBVIOUS = [
  'illegal-state',
  'already-so',
  'gone',
  'version-too-old',
  'unknown-remediation',
  'bad-params',
];

/** Judges what a report proposes, and keeps what may be done as offers: legal now, and allowed to somebody. */
export async function offersFor(
  parts: Parts,
  report: Report,
  signal?: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<Offered> {
  const { cloud } = report.subject;
  const wanted = wantedBy(report);
  if (wanted.length === 0 || cloud === 'snapshot') return { offers: [], notes: [] };
  if (!parts.writer(cloud)) {
    return { offers: [], notes: [`I only read here: no writer is configured for cloud ${cloud}.`] };
  }
  try {
    return await inTime(patienceMs, keptOffers(parts, cloud, wanted, signal), () => {
      parts.log.warn({ reference: report.reference }, 'the records took too long to keep what is offered');
      return { offers: [], notes: [NO_RECORDS] };
    });
  } catch (error) {
    parts.log.error({ ...errorFields(error), reference: report.reference }, 'nothing could be offered');
    return { offers: [], notes: [NO_RECORDS] };
  }
}

async function keptOffers(
  parts: Parts,
  cloud: string,
  wanted: readonly Wanted[],
  signal: AbortSignal | undefined,
): Promise<Offered> {
  const freeze = await parts.repository.frozen();
  if (freeze) {
    return {
      offers: [],
      notes: [`No buttons: acting is frozen since ${clock(freeze.at)}, "${freeze.reason}".`],
    };
  }
  // One look for all of them: what they read they mostly read of the same node.
  const time = AbortSignal.timeout(LIMIT_MS);
  const fresh = parts.fresh(cloud, signal ? AbortSignal.any([signal, time]) : time);
  const looking = { ...parts, fresh: () => fresh };
  const answers = await Promise.all(wanted.map((one) => offered(looking, cloud, one, signal)));
  const offers = answers.filter((one): one is Offer => one !== undefined && typeof one !== 'string');
  await parts.repository.keepOffers(offers);
  return { offers, notes: [...new Set(answers.filter((one) => typeof one === 'string'))] };
}

/** Each remedy once, the best finding's first. */
function wantedBy(report: Report): readonly Wanted[] {
  const all = report.findings.flatMap((finding) => {
    const { playbook, code, cause, confidence, summary, proposals = [] } = finding;
    const ground = { playbook, code, cause, confidence, summary, reference: report.reference };
    return proposals.filter(isAct).map(({ id, params }): Wanted => ({ id, params, ground }));
  });
  const once = new Map(all.toReversed().map((one) => [`${one.id} ${canonicalJson(one.params)}`, one]));
  return all.filter((one) => [...once.values()].includes(one)).slice(0, MOST);
}

function isAct(proposal: Proposal): proposal is Proposal & { readonly id: ActId } {
  return isByApi(proposal.id) && proposal.id !== 'none';
}

async function offered(
  parts: Parts,
  cloud: string,
  { id, params, ground }: Wanted,
  signal?: AbortSignal,
): Promise<Offer | string | undefined> {
  const deed = { cloud, remediation: id, params };
  const judged = await judgeNow(parts, deed, LIMIT_MS, signal).catch((error: unknown): Sick => {
    parts.log.error(
      { ...errorFields(error), remediation: id, reference: ground.reference },
      'a remediation broke',
    );
    return { kind: 'sick', words: 'looking at its target broke something in me.' };
  });
  if (judged.kind === 'sick') return `${labelOf(id)} is not offered: ${judged.words}`;
  if (judged.kind === 'refused') {
    return OBVIOUS.includes(judged.code) ? undefined : `${labelOf(id)} is not offered: ${judged.words}`;
  }
  const offer = await draftOffer(parts, { cloud, id, params, ground, go: judged });
  return offer.kind === 'refused' ? `${labelOf(id)} is not offered: ${offer.words}` : offer.offer;
}

export interface Judged {
  readonly cloud: string;
  readonly id: ActId;
  readonly params: Params;
  readonly ground: Ground | null;
  readonly go: Go;
}

/** An offer as the policy of this moment has it; nobody has kept it yet. */
export async function draftOffer(
  parts: Parts,
  { cloud, id, params, ground, go }: Judged,
): Promise<{ readonly kind: 'offer'; readonly offer: Offer } | Extract<Ruling, { kind: 'refused' }>> {
  const unit = parts.remediations.get(id);
  if (!unit) throw new Error(`a judgement without its remediation: ${id}`);
  const now = parts.now();
  const target = targetOf(unit, cloud, params);
  const traffic = await parts.repository.traffic(trafficQuery(parts, target, id, now));
  const deed = { cloud, remediation: id, risk: go.risk, node: go.node ?? null };
  const ruling = ruleOn(parts.config, deed, traffic, now);
  if (ruling.kind === 'refused') return ruling;
  const detail = unit.detail?.(params);
  return {
    kind: 'offer',
    offer: {
      ...{ id: parts.newId(), cloud, remediation: id, params, target, ground, go },
      name: go.node ? (go.node.name ?? go.node.uuid) : unit.target(params),
      label: detail ? `${labelOf(id)}: ${detail}` : labelOf(id),
      at: now.toISOString(),
      until: minutesAfter(now, parts.config.offer_lasts),
      ceremony: ruling.ceremony,
    },
  };
}

export function trafficQuery(
  { config }: Pick<Parts, 'config'>,
  target: string,
  remediation: string,
  now: Date,
) {
  const since = minutesAfter(now, -config.blast_radius.window);
  return { target, remediation, since, approved: true };
}

/** Two clouds may have the same node. */
export function targetOf(unit: Remediation, cloud: string, params: Params): string {
  return `${cloud} ${unit.target(params)}`;
}

export function minutesAfter(now: Date, minutes: number): string {
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}
