import { answerClick, type ClickArgs } from './click.ts';
import type { Front } from './context.ts';

/** "Look again" under a report: diagnoses afresh and redraws the report in place. */
export function onLookAgain(front: Front) {
  return (args: ClickArgs) => answerClick(front, args);
}
