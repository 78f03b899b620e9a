import type { Button, PlainTextOption } from '@slack/types';
import { z } from 'zod';
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
} as const;

export function lookAgainButton(question: Question): Button | undefined {
  const value = encode(question, LIMITS.buttonValue);
  return value === undefined ? undefined : button(ACTIONS.lookAgain, 'Look again', value);
}

/** A button that asks about one of several subjects; `place` makes its id unique in the row. */
export function chooseButton(question: Question, label: string, place: number): Button | undefined {
  const value = encode(question, LIMITS.buttonValue);
  return value === undefined ? undefined : button(`${ACTIONS.chooseSubject}:${place}`, label, value);
}

/** A button whose answer comes below the message, which stays; `place` as above. */
export function besideButton(question: Question, label: string, place: number): Button | undefined {
  const value = encode(question, LIMITS.buttonValue);
  return value === undefined ? undefined : button(`${ACTIONS.askBeside}:${place}`, label, value);
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
