import { clicked, clickOf, strange } from '../acts/clicked.ts';
import { formOf } from '../acts/form.ts';
import { type SubmitArgs, submitted } from '../acts/submitted.ts';
import { openDecline, VoteMeta, vote } from '../acts/vote.ts';
import { acknowledge } from './acknowledge.ts';
import { type ActArgs, carriedBy } from './act.ts';
import type { Front } from './context.ts';
import { metaOf } from './meta.ts';

/** "Approve" or "Withdraw" on an approval's message or in a Home tab, confirmed in Slack's own dialog. */
export function onVote(front: Front, verb: 'approve' | 'withdraw') {
  return async ({ ack, body, action }: ActArgs) => {
    await acknowledge(front, ack);
    const click = clickOf(body, carriedBy(action));
    await front.track(clicked(front, click, verb, (acting, who) => vote(verb, click, acting, who)));
  };
}

/** "Decline": asks why. */
export function onDecline(front: Front) {
  return async ({ ack, body, action }: ActArgs) => {
    await acknowledge(front, ack);
    const click = clickOf(body, carriedBy(action));
    await front.track(
      clicked(front, click, 'decline', (acting, who) => openDecline(front, click, acting, who)),
    );
  };
}

/** Why not: now it is declined. */
export function onDeclineSubmit(front: Front) {
  return async (args: SubmitArgs) => {
    const { private_metadata, state } = args.body.view;
    const meta = metaOf(VoteMeta, private_metadata);
    const work = submitted(front, args, async (acting, who) => {
      if (!meta) return strange(acting, who, 'something');
      const answer = await acting.decline(meta.approval, who, formOf(state.values).reason ?? '');
      return answer.kind === 'refused' ? answer : undefined;
    });
    await front.track(work);
  };
}
