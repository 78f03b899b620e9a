import { answerClick, type ClickArgs } from './click.ts';
import type { Front } from './context.ts';

/** One of several subjects, or a name that was nearly typed: the question becomes its answer. */
export function onChooseSubject(front: Front) {
  return (args: ClickArgs) => answerClick(front, args);
}
