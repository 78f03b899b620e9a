import { strange } from '../acts/clicked.ts';
import { formOf } from '../acts/form.ts';
import { Meta, placeOf } from '../acts/request.ts';
import { type SubmitArgs, submitted } from '../acts/submitted.ts';
import type { Front } from './context.ts';
import { metaOf } from './meta.ts';

/** The modal of a remedy was sent: now it is asked for. */
export function onActSubmit(front: Front) {
  return async (args: SubmitArgs) => {
    const { private_metadata, state } = args.body.view;
    const meta = metaOf(Meta, private_metadata);
    const work = submitted(front, args, async (acting, who) => {
      if (!meta) return strange(acting, who, 'something');
      const answer = await acting.request(meta.offer, who, formOf(state.values), placeOf(meta));
      return answer.kind === 'refused' ? answer : undefined;
    });
    await front.track(work);
  };
}
