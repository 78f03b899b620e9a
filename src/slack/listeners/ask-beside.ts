import { answerClickBelow, type ClickArgs } from './click.ts';
import type { Front } from './context.ts';

/** "History", "Logs", "By hand" under an answer: told in its thread, so that the answer stays. */
export function onAskBeside(front: Front) {
  return (args: ClickArgs) => answerClickBelow(front, args);
}
