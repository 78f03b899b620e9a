import type { Acting, ActRefusal } from '../core/acting.ts';
import { ServiceError } from '../core/errors.ts';
import { isAmong, type Person, strangeness } from '../core/person.ts';
import { cut } from '../lib/cut.ts';
import { errorFields } from '../lib/plain-log.ts';
import { scrubText } from '../lib/scrub.ts';
import { ask, type Barred, lookAt } from './ask.ts';
import { answerCan } from './can.ts';
import { draft } from './drafts.ts';
import { freezeAll, thawAll } from './freezing.ts';
import { offersFor } from './offers.ts';
import type { Parts } from './parts.ts';
import { groupsOf } from './policy.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import { vote } from './votes.ts';
import { refusal } from './words.ts';

export interface ActingParts extends Parts {
  /** Something has changed that a worker should look at. */
  readonly changed: () => void;
  readonly refusals?: Refusals | undefined;
}

const LONGEST_REASON = 500;

const RECORDS_DOWN = refusal(
  'records-down',
  'My own records did not answer, and nothing is done without them. Look at `/ironic approvals` before you try again.',
);

/** What people may ask of the bot, each refusal recorded before it is told. */
export function createActing(parts: ActingParts): Acting {
  const { repository, log, changed, newId } = parts;
  const refusals = parts.refusals ?? createRefusals(parts);

  async function refused(who: Person, tried: string, { refusal: no, about }: Barred): Promise<ActRefusal> {
    const at = parts.now().toISOString();
    const words = `${tried}: ${no.words}`;
    await refusals.record(draft(about, { kind: 'refused', at, words, actor: who.id, code: no.code }));
    return no;
  }

  /** The one way for everybody who wants something: a refusal is recorded, and a sick store says no. */
  async function attempt<T extends { readonly kind: string }>(
    who: Person,
    tried: string,
    run: () => Promise<T | Barred>,
  ): Promise<Exclude<T, Barred> | ActRefusal> {
    try {
      const answer = await run();
      if (isBarred(answer)) return await refused(who, tried, answer);
      if (answer.kind === 'done' || answer.kind === 'requested') changed();
      return answer as Exclude<T, Barred>;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      log.error({ ...errorFields(error), tried, actor: who.id }, 'a click met sick records');
      return RECORDS_DOWN;
    }
  }

  /** A store that did not answer may have kept it all the same. */
  async function asked(what: Parameters<typeof ask>[1]): ReturnType<typeof ask> {
    try {
      return await ask(parts, what);
    } catch (error) {
      const kept = error instanceof ServiceError ? await repository.get(what.id) : undefined;
      if (!kept) throw error;
      return { kind: 'requested', approval: kept.approval };
    }
  }

  return {
    groups: groupsOf(parts.config),
    offers: (report, signal) => offersFor(parts, report, signal),
    look: (offer, who) => attempt(who, 'look', () => lookAt(parts, offer, who)),
    request: (offer, who, form, place) =>
      attempt(who, 'request', async () => {
        const look = await lookAt(parts, offer, who);
        if (look.kind === 'barred') return look;
        return await asked({ offer: look.offer, who, form, place, id: newId() });
      }),
    approve: (id, who) => attempt(who, 'approve', () => vote(parts, id, who, { kind: 'approve' })),
    decline: (id, who, reason) =>
      attempt(who, 'decline', () => vote(parts, id, who, { kind: 'decline', reason: said(reason) })),
    withdraw: (id, who) => attempt(who, 'withdraw', () => vote(parts, id, who, { kind: 'withdraw' })),
    open: () => repository.open(),
    recent: (limit) => repository.recent(limit),
    get: async (id) => (await repository.get(id))?.approval,
    async can(verb, words, cloud, who) {
      const answer = await answerCan(parts, verb, words, cloud, who);
      // A question is nothing that wanted to act, but who may not even ask is remembered.
      if (answer.kind !== 'refused' || !strangeness(who)) return answer;
      return await refused(who, 'can', { kind: 'barred', refusal: answer, about: {} });
    },
    may(who) {
      const member = strangeness(who) === undefined;
      const { request, approve } = parts.config;
      return { request: member && isAmong(who, request), approve: member && isAmong(who, approve) };
    },
    frozen: () => repository.frozen(),
    freeze: (who, reason) => attempt(who, 'freeze', () => freezeAll(parts, who, said(reason))),
    thaw: (who) => attempt(who, 'thaw', () => thawAll(parts, who)),
    audit: (query) => repository.audit(query),
    async refuse(who, code, words) {
      await refused(who, 'click', { kind: 'barred', refusal: refusal(code, words), about: {} });
    },
  };
}

const isBarred = (answer: { readonly kind: string }): answer is Barred => answer.kind === 'barred';

function said(words: string): string {
  return cut(scrubText(words.replace(/\s+/g, ' ').trim()), LONGEST_REASON);
}
