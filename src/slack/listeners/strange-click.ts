import { claimOf } from '../acts/clicked.ts';
import { answerStrangeClick, type ClickArgs } from './click.ts';
import type { Front } from './context.ts';

/** What would act has to be in the journal, also when we do not know what it is. */
const WOULD_ACT = /^(?:act|approval)\b/;

/** A button of another release, of which we know nothing. */
export function onStrangeClick(front: Front) {
  return async (args: ClickArgs) => {
    await answerStrangeClick(front, args);
    const { action, body } = args;
    if (!WOULD_ACT.test(action.action_id)) return;
    const words = `pressed a button that I do not know: ${action.action_id.slice(0, 80)}`;
    await front.acting()?.refuse(await front.people.of(claimOf(body)), 'strange-button', words);
  };
}
