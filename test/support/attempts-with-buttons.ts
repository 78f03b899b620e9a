import { FORM, LEAD, PLACE } from './acting.ts';
import {
  type Attempt,
  ask,
  asked,
  form,
  look,
  MINUTE,
  offer,
  offerThen,
  typed,
  undeploy,
} from './attempt.ts';

/** With buttons that mean nothing, or nothing any more. */
export const WITH_BUTTONS: readonly Attempt[] = [
  {
    what: 'a forged offer',
    after: async () => 'forged-0000000000',
    tries: ask,
    code: 'unknown-offer',
    words: /never offered this.*Diagnose again/,
  },
  {
    what: 'an offer id that is SQL',
    after: async () => "' or 1=1 --",
    tries: ask,
    code: 'unknown-offer',
    words: /never offered/,
  },
  {
    what: 'an approval in place of an offer',
    after: asked,
    tries: ask,
    code: 'unknown-offer',
    words: /never offered/,
  },
  {
    what: 'looking at a forged offer',
    after: async () => 'forged-0000000000',
    tries: look,
    code: 'unknown-offer',
    words: /never offered/,
  },
  {
    what: 'a stale offer',
    after: offerThen((on) => {
      on.clock.at += 60 * MINUTE;
    }),
    tries: ask,
    code: 'offer-over',
    words: /too old.*Diagnose again/,
  },
  {
    what: 'a replay of an offer that was taken',
    after: async (on) => {
      const id = await offer(on);
      await on.acting.request(id, LEAD, FORM, PLACE);
      return id;
    },
    tries: ask,
    code: 'taken',
    words: /asked for already: it waits for approval/,
  },
  {
    what: 'a replay after it has run',
    after: async (on) => {
      const id = await offer(on);
      await on.acting.request(id, LEAD, FORM, PLACE);
      const [one] = await on.acting.open();
      await on.acting.withdraw(one?.id ?? '', LEAD);
      return id;
    },
    tries: ask,
    code: 'taken',
    words: /it was withdrawn/,
  },
  {
    what: 'a second button for what waits already',
    after: async (on) => {
      await asked(on);
      return offer(on);
    },
    tries: ask,
    code: 'already-asked',
    words: /waits for approval.*asked for by$/,
  },
];

/** With forms that lack something. */
export const WITH_FORMS: readonly Attempt[] = [
  {
    what: 'no reason',
    after: offer,
    tries: form({ reason: null }),
    code: 'reason-missing',
    words: /needs a reason/,
  },
  {
    what: 'a reason of blanks',
    after: offer,
    tries: form({ reason: ' \n ' }),
    code: 'reason-missing',
    words: /needs a reason/,
  },
  {
    what: 'no ticket where one is needed',
    config: { ticket: { required: true } },
    after: offer,
    tries: ask,
    code: 'ticket-missing',
    words: /number of a ticket/,
  },
  {
    what: 'a ticket that is none',
    config: { ticket: { pattern: 'INC-\\d+' } },
    after: offer,
    tries: form({ ticket: 'INC-1; drop' }),
    code: 'ticket-wrong',
    words: /`INC-\\d\+`/,
  },
  { what: 'no name typed', after: undeploy, tries: typed(null), code: 'typed-wrong', words: /`node-17`/ },
  {
    what: 'the name of another node typed',
    after: undeploy,
    tries: typed('node-71'),
    code: 'typed-wrong',
    words: /`node-17`/,
  },
];
