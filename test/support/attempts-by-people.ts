import { AGREER, LEAD, member, NODE, OUTSIDER } from './acting.ts';
import {
  type Attempt,
  approve,
  ask,
  asked,
  askedThen,
  BOT,
  decline,
  GUEST,
  look,
  MINUTE,
  offer,
  STRANGER,
  UNKNOWN,
  withdraw,
} from './attempt.ts';

/** Whoever may not. */
export const BY_PEOPLE: readonly Attempt[] = [
  ...(
    [
      [GUEST, 'guest', /full member/],
      [BOT, 'bot', /Bots/],
      [STRANGER, 'stranger', /of another one/],
      [UNKNOWN, 'unknown-person', /Try again/],
    ] as const
  ).flatMap(([who, code, words]): readonly Attempt[] => [
    { what: `a request by a ${code}`, who, after: offer, tries: ask, code, words },
    { what: `a look by a ${code}`, who, after: offer, tries: look, code, words },
    {
      what: `an approval by a ${code}`,
      who: { ...who, id: 'U2' },
      after: asked,
      tries: approve,
      code,
      words,
    },
    { what: `a decline by a ${code}`, who: { ...who, id: 'U2' }, after: asked, tries: decline, code, words },
    {
      what: `a withdrawal by a ${code}`,
      who: { ...who, id: 'U4' },
      after: asked,
      tries: withdraw,
      code,
      words,
    },
    { what: `a freeze by a ${code}`, who, tries: ({ acting }, _, by) => acting.freeze(by, 'x'), code, words },
    {
      what: `a thaw by a ${code}`,
      who: { ...who, id: 'U2' },
      after: async (on) => {
        await on.acting.freeze(LEAD, 'x');
        return '';
      },
      tries: ({ acting }, _, by) => acting.thaw(by),
      code,
      words,
    },
    {
      what: `a question by a ${code}`,
      who,
      tries: ({ acting }, _, by) => acting.can('abort', [NODE], 'prod', by),
      code,
      words,
    },
  ]),
  {
    what: 'a request by somebody who may not ask',
    who: AGREER,
    after: offer,
    tries: ask,
    code: 'not-a-requester',
    words: /Who may:$/,
  },
  {
    what: 'a freeze by somebody who may nothing',
    who: OUTSIDER,
    tries: ({ acting }, _, by) => acting.freeze(by, 'x'),
    code: 'not-a-requester',
    words: /Who may:$/,
  },
  {
    what: 'a thaw by a requester',
    after: async (on) => {
      await on.acting.freeze(LEAD, 'x');
      return '';
    },
    tries: ({ acting }, _, by) => acting.thaw(by),
    code: 'not-an-approver',
    words: /Only an approver/,
  },
];

/** With votes that do not count. */
export const BY_VOTES: readonly Attempt[] = [
  {
    what: 'an unknown approval',
    who: AGREER,
    after: async () => 'forged-0000000000',
    tries: approve,
    code: 'unknown-approval',
    words: /`\/ironic approvals`/,
  },
  {
    what: 'an offer in place of an approval',
    who: AGREER,
    after: offer,
    tries: approve,
    code: 'unknown-approval',
    words: /no such request/,
  },
  {
    what: 'the own request',
    who: LEAD,
    after: asked,
    tries: approve,
    code: 'own-request',
    words: /somebody else must approve it. Waiting for$/,
  },
  {
    what: 'the own request by decline',
    who: LEAD,
    after: asked,
    tries: decline,
    code: 'own-request',
    words: /withdraw it instead/,
  },
  {
    what: 'a vote of somebody who is none of the approvers',
    who: OUTSIDER,
    after: asked,
    tries: approve,
    code: 'not-an-approver',
    words: /Waiting for$/,
  },
  {
    what: 'a decline of somebody who is none of them',
    who: OUTSIDER,
    after: asked,
    tries: decline,
    code: 'not-an-approver',
    words: /Waiting for$/,
  },
  {
    what: 'a withdrawal of what somebody else asked for',
    after: asked,
    tries: withdraw,
    code: 'not-the-requester',
    words: /asked for by$/,
  },
  {
    what: 'a replay of an approval',
    who: AGREER,
    after: askedThen((on, id) => on.acting.approve(id, AGREER)),
    tries: approve,
    code: 'already-decided',
    words: /decided already: it is approved/,
  },
  {
    what: 'a second approval where two people have to',
    who: AGREER,
    config: { rules: [{ approvers: 2 }] },
    after: askedThen((on, id) => on.acting.approve(id, AGREER)),
    tries: approve,
    code: 'approved-twice',
    words: /1 of 2 have/,
  },
  {
    what: 'an approval of what was declined',
    who: AGREER,
    after: askedThen((on, id) => on.acting.decline(id, member('U3'), 'not now')),
    tries: approve,
    code: 'already-decided',
    words: /it was declined: not now/,
  },
  {
    what: 'an approval of what has expired',
    who: AGREER,
    after: askedThen((on) => {
      on.clock.at += 30 * MINUTE;
    }),
    tries: approve,
    code: 'expired',
    words: /expired at 03:44 UTC/,
  },
  {
    what: 'an approval by who was an approver when it was asked for and is none now',
    who: member('U3'),
    after: askedThen((on) => {
      on.parts.config.approve.users = ['U2'];
    }),
    tries: approve,
    code: 'not-an-approver',
    words: /Waiting for$/,
  },
  {
    what: 'an approval by who has become one since',
    who: OUTSIDER,
    after: askedThen((on) => {
      on.parts.config.approve.users = ['U9'];
    }),
    tries: approve,
    code: 'not-an-approver',
    words: /Waiting for$/,
  },
];
