import { answerStrangeClick, type ClickArgs } from './click.ts';
import type { Front } from './context.ts';

/** A button of another release, of which we know nothing. */
export function onStrangeClick(front: Front) {
  return (args: ClickArgs) => answerStrangeClick(front, args);
}
