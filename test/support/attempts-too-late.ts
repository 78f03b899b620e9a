import { AGREER, LEAD, NODE, requested } from './acting.ts';
import { sentOf } from './acting-cloud.ts';
import {
  type Attempt,
  approve,
  ask,
  askedThen,
  form,
  look,
  offer,
  offerThen,
  runElsewhere,
} from './attempt.ts';

/** After something else has happened. */
export const TOO_LATE: readonly Attempt[] = [
  {
    what: 'a request while acting is frozen',
    after: offerThen((on) => on.acting.freeze(LEAD, 'core switch')),
    tries: ask,
    code: 'frozen',
    words: /frozen since 03:14 UTC: "core switch".*`\/ironic thaw`.*Frozen by$/,
  },
  {
    what: 'an approval while acting is frozen',
    who: AGREER,
    after: askedThen((on) => on.acting.freeze(LEAD, 'core switch')),
    tries: approve,
    code: 'frozen',
    words: /frozen since/,
  },
  {
    what: 'a request that a rule forbids by now',
    after: offerThen((on) => {
      on.parts.config.rules.push({ forbid: 'not at night' });
    }),
    tries: ask,
    code: 'forbidden',
    words: /not at night/,
  },
  {
    what: 'an approval that a rule forbids by now',
    who: AGREER,
    after: askedThen((on) => {
      on.parts.config.rules.push({ forbid: 'not at night' });
    }),
    tries: approve,
    code: 'forbidden',
    words: /not at night/,
  },
  {
    what: 'a request for a node that moved on',
    after: offerThen((on) => {
      on.states.set(NODE, 'available');
    }),
    tries: ask,
    code: 'illegal-state',
    words: /`available`/,
  },
  {
    what: 'a look at a node that moved on',
    after: offerThen((on) => {
      on.states.set(NODE, 'available');
    }),
    tries: look,
    code: 'illegal-state',
    words: /`available`/,
  },
  {
    what: 'a request for a node that somebody has switched off',
    after: offerThen((on) => {
      on.power.state = 'power off';
    }),
    tries: ask,
    code: 'moved',
    words: /^node-17 is not as it was offered: power_state `power on` → `power off`. Diagnose again.$/,
  },
  {
    what: 'a request for a node that is gone',
    after: offerThen((on) => {
      on.states.delete(NODE);
    }),
    tries: ask,
    code: 'gone',
    words: /does not know/,
  },
  {
    what: 'a request that cannot be judged',
    after: offerThen((on) => {
      on.sick.reads = true;
    }),
    tries: ask,
    code: 'cloud-sick',
    words: /Ironic does not answer. Try again/,
  },
  {
    what: 'a request too soon after the last run',
    after: async (on) => {
      on.states.set(NODE, 'clean failed');
      const id = (await on.offer('manage', { node: NODE, tag: 'b' })).id;
      on.answers.push(async () => sentOf('accepted', on.parts.now()));
      await requested(on.acting, await on.offer('manage'), LEAD);
      on.states.set(NODE, 'clean failed');
      await on.work();
      on.calls.length = 0;
      return id;
    },
    tries: ask,
    code: 'cool-down',
    words: /again in 3 min/,
  },
  {
    what: 'a request beyond the blast radius',
    config: { blast_radius: { raise_above: 1, refuse_above: 1 } },
    after: async (on) => {
      const id = await offer(on);
      await runElsewhere(on, 'other-1');
      return id;
    },
    tries: ask,
    code: 'too-many',
    words: /target 2 within 15 min/,
  },
  {
    what: 'an approval beyond the blast radius',
    who: AGREER,
    config: { blast_radius: { raise_above: 1, refuse_above: 1 } },
    after: askedThen((on) => runElsewhere(on, 'other-1')),
    tries: approve,
    code: 'too-many',
    words: /target 2 within/,
  },
  {
    what: 'a confirmation where others have acted so much that it takes more',
    config: { blast_radius: { raise_above: 1, refuse_above: 9 } },
    after: async (on) => {
      on.states.set(NODE, 'clean failed');
      const { id } = await on.offer('manage');
      await runElsewhere(on, 'other-1');
      return id;
    },
    tries: form({ reason: null }),
    code: 'reason-missing',
    words: /needs a reason/,
  },
];
