import type { Button, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { Subject } from '../../core/subject.ts';
import { plain } from './escape.ts';
import { LIMITS } from './limits.ts';

/**
 * What a button or a menu entry asks again. It is the only thing of ours that comes back from Slack, and nothing
 * hangs on it but a read: it names a subject just as typed words do.
 */
export const Question = z.object({
  subject: z.string().min(1).max(500),
  cloud: z.string().max(200).optional(),
  /** Which command about it; `why` when absent. */
  command: z.string().max(20).optional(),
  /** A guide's procedure. */
  topic: z.string().max(80).optional(),
});
export type Question = z.infer<typeof Question>;

/** The ids under which clicks come back; an ask button's id ends in its place in the row. */
export const ACTIONS = {
  lookAgain: 'look-again',
  chooseSubject: 'choose-subject',
  chooseFromMenu: 'choose-subject-menu',
  askBeside: 'ask-beside',
  askFromMenu: 'ask-beside-menu',
} as const;

/** None where the question would not fit. */
export function lookAgainButton(question: Question): readonly Button[] {
  const value = encode(question, LIMITS.buttonValue);
  return value === undefined ? [] : [button(ACTIONS.lookAgain, 'Look again', value)];
}

/** A button that asks about one of several subjects; `place` makes its id unique in the row. */
export function chooseButton(question: Question, label: string, place: number): Button | undefined {
  const value = encode(question, LIMITS.buttonValue);
  return value === undefined ? undefined : button(`${ACTIONS.chooseSubject}:${place}`, label, value);
}

/** Buttons whose answers come below the message, which stays; all those of one row, so that no two share an id. */
export function besideButtons(
  row: readonly (readonly [label: string, question: Question])[],
): readonly Button[] {
  return row.flatMap(([label, question], place) => {
    const value = encode(question, LIMITS.buttonValue);
    return value === undefined ? [] : [button(`${ACTIONS.askBeside}:${place}`, label, value)];
  });
}

/** The subject of an answer about a node, for further questions about it. */
export function sameSubject({ node_uuid, name, cloud }: Subject): Pick<Question, 'subject' | 'cloud'> {
  return { subject: node_uuid ?? name, cloud };
}

/** Undefined where the value would not fit; the words of the message name that choice as well. */
export function chooseOption(question: Question, label: string): PlainTextOption | undefined {
  const value = encode(question, LIMITS.optionValue);
  return value === undefined
    ? undefined
    : { text: { type: 'plain_text', text: plain(label, LIMITS.optionText), emoji: false }, value };
}

/** Undefined for anything that is not ours. */
export function decodeQuestion(value: string | undefined): Question | undefined {
  if (!value) return undefined;
  try {
    return Question.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}

function encode(question: Question, max: number): string | undefined {
  const valid = Question.safeParse(question);
  if (!valid.success) return undefined;
  const value = JSON.stringify(valid.data);
  return value.length <= max ? value : undefined;
}

function button(action_id: string, label: string, value: string): Button {
  return {
    type: 'button',
    action_id,
    text: { type: 'plain_text', text: plain(label, LIMITS.buttonText), emoji: false },
    value,
  };
}
