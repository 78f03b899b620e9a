import type { ActRefusal, Ceremony, Offer, RequestForm } from '../core/acting.ts';
import type { Approval, MessageAt } from '../core/approval.ts';
import { type Person, strangeness } from '../core/person.ts';
import { draft, type Subject, subjectOf, subjectOfOffer } from './drafts.ts';
import { readForm } from './form.ts';
import { judgeNow } from './judge.ts';
import { movedSince } from './moved.ts';
import { newApproval } from './new-approval.ts';
import { trafficQuery } from './offers.ts';
import type { Parts } from './parts.ts';
import { barsRequest, ruleOn } from './policy.ts';
import type { KeptOffer } from './rows.ts';
import type { Turn } from './turn.ts';
import { deedOf, frozenRefusal, notARequester, refusal, standing, strangerWords } from './words.ts';

/** Somebody is not let, and what about: the one is for them, the other for the journal. */
export interface Barred {
  readonly kind: 'barred';
  readonly refusal: ActRefusal;
  readonly about: Subject;
}

export const barred = (no: ActRefusal, about: Subject = {}): Barred => ({
  kind: 'barred',
  refusal: no,
  about,
});

export interface Place {
  readonly channel: string;
  readonly thread: MessageAt | null;
}

/** Somebody waits in front of a modal. */
const LIMIT_MS = 10_000;

/** An offer as it is at this moment, for somebody who may take it. */
export async function lookAt(
  parts: Parts,
  id: string,
  who: Person,
): Promise<{ readonly kind: 'offer'; readonly offer: Offer } | Barred> {
  const { repository } = parts;
  const kept = await repository.offer(id);
  const about = kept ? subjectOfOffer(kept.offer) : {};
  const odd = strangeness(who);
  if (odd) return barred(refusal(odd, strangerWords(odd)), about);
  const taken = kept?.taken_by ? (await repository.get(kept.taken_by))?.approval : undefined;
  const no = barsOffer(kept, taken, parts.now()) ?? frozen(await repository.frozen());
  if (no || !kept) return barred(no ?? UNKNOWN, about);
  const { offer } = kept;
  if (!parts.writer(offer.cloud)) return barred(noWriter(offer.cloud), about);
  const early = await ceremonyFor(parts, repository, offer, who);
  if (early.kind === 'refused') return barred(early, about);

  const judged = await judgeNow(parts, offer, LIMIT_MS);
  if (judged.kind === 'sick') {
    return barred(
      refusal('cloud-sick', `I cannot see whether it is still right: ${judged.words}. Try again.`),
      about,
    );
  }
  if (judged.kind === 'refused') return barred(refusal(judged.code, judged.words), about);
  const moved = movedSince(offer.go, judged);
  if (moved) {
    return barred(
      refusal('moved', `${offer.name} is not as it was offered: ${moved}. Diagnose again.`),
      about,
    );
  }
  const now: Offer = { ...offer, go: judged, at: parts.now().toISOString() };
  const late = await ceremonyFor(parts, repository, now, who);
  if (late.kind === 'refused') return barred(late, about);
  return { kind: 'offer', offer: { ...now, ceremony: late.ceremony } };
}

/** Takes an offer that has just been looked at. Row and entry are kept together, or neither. */
export async function ask(
  parts: Parts,
  {
    offer,
    who,
    form,
    place,
    id,
  }: {
    readonly offer: Offer;
    readonly who: Person;
    readonly form: RequestForm;
    readonly place: Place;
    readonly id: string;
  },
): Promise<{ readonly kind: 'requested'; readonly approval: Approval } | Barred> {
  const about = subjectOfOffer(offer);
  return await parts.repository.turn(async (turn) => {
    const kept = await turn.offer(offer.id);
    const taken = kept?.taken_by ? (await turn.approval(kept.taken_by))?.approval : undefined;
    const no = barsOffer(kept, taken, new Date(turn.now)) ?? frozen(await turn.frozen());
    if (no) return barred(no, about);
    const twin = await turn.twinOf(offer);
    if (twin) return barred(alreadyAsked(twin), about);
    const ruling = await ceremonyFor(parts, turn, offer, who);
    if (ruling.kind === 'refused') return barred(ruling, about);
    const filled = readForm(form, ruling.ceremony, parts.config, offer.name);
    if (filled.kind === 'refused') return barred(filled, about);
    const approval = newApproval(
      parts.config,
      { ...offer, ceremony: ruling.ceremony },
      { id, by: who.id, at: turn.now, place, reason: filled.reason, ticket: filled.ticket },
    );
    await turn.create(approval, offer.id);
    const { needs } = approval;
    const asks =
      needs === 0 ? 'confirmed' : `asked for, needs ${needs} ${needs === 1 ? 'approver' : 'approvers'}`;
    const words = `${deedOf(approval)}: ${asks}`;
    await turn.record(draft(subjectOf(approval), { kind: 'requested', at: turn.now, actor: who.id, words }));
    return { kind: 'requested', approval };
  });
}

/** What the policy asks of this person for it at this moment. */
async function ceremonyFor(
  parts: Parts,
  store: Pick<Turn, 'traffic'>,
  { cloud, remediation, target, go }: Offer,
  who: Person,
): Promise<{ readonly kind: 'ceremony'; readonly ceremony: Ceremony } | ActRefusal> {
  const now = parts.now();
  const traffic = await store.traffic(trafficQuery(parts, target, remediation, now));
  const deed = { cloud, remediation, risk: go.risk, node: go.node ?? null };
  const ruling = ruleOn(parts.config, deed, traffic, now);
  if (ruling.kind === 'refused') return refusal(ruling.code, ruling.words);
  const bars = barsRequest(ruling.ceremony, who);
  if (bars === undefined) return ruling;
  return bars === 'not-a-requester'
    ? notARequester(ruling.ceremony.requesters)
    : refusal(bars, strangerWords(bars));
}

const UNKNOWN = refusal(
  'unknown-offer',
  'I never offered this, or it is too long ago. Diagnose again, and use the buttons of that answer.',
);

function barsOffer(
  kept: KeptOffer | undefined,
  taken: Approval | undefined,
  now: Date,
): ActRefusal | undefined {
  if (!kept) return UNKNOWN;
  if (kept.taken_by) {
    const how = taken ? `: it ${standing(taken)}` : '';
    return refusal('taken', `This was asked for already${how}. To do it once more, diagnose again.`);
  }
  if (now.toISOString() >= kept.offer.until) {
    return refusal(
      'offer-over',
      'This offer is too old to be trusted. Diagnose again, and use the new button.',
    );
  }
  return undefined;
}

function alreadyAsked(twin: Approval): ActRefusal {
  const people = { users: [twin.requester], groups: [] };
  return refusal(
    'already-asked',
    `The same was asked for already; it ${standing(twin)}. It was asked for by`,
    people,
  );
}

const frozen = (freeze: Parameters<typeof frozenRefusal>[0] | undefined) => freeze && frozenRefusal(freeze);

export const noWriter = (cloud: string): ActRefusal =>
  refusal('no-writer', `I only read in cloud ${cloud}: \`acting.writers\` names no credential for it.`);
