import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import type { Json, Message } from '../../src/sandbox/slack/types.ts';
import { askIn, CHANNEL } from './bot.ts';

/** Who asks, and who agrees, in the local Slack. */
export const REQUESTER = 'maya';
export const APPROVER = 'jonas';

/** The sign of a state that nothing comes after (src/slack/render/approval-status.ts). */
const OVER = /^[✅⚠❔]/u;

export interface Remedy {
  /** How its message reads at the end. */
  readonly words: string;
  readonly message: Message;
}

interface Element {
  readonly action_id: string;
  readonly label: string;
  readonly value: string;
}

/** Every button and menu entry of a message. */
export function elementsOf(message: Message): readonly Element[] {
  const blocks = (message.blocks ?? []) as readonly Json[];
  return blocks
    .filter((block) => block['type'] === 'actions')
    .flatMap((block) => (block['elements'] ?? []) as readonly Json[])
    .flatMap((element) => {
      const action_id = String(element['action_id']);
      const options = (element['options'] ?? [element]) as readonly Json[];
      return options.map((one) => ({
        action_id,
        label: String((one['text'] as Json | undefined)?.['text']),
        value: String(one['value']),
      }));
    });
}

export const wordsOf = (message: Message): string => `${message.text}\n${JSON.stringify(message.blocks)}`;

/** Asks why, and gives back the report with its buttons. */
export async function report(slack: LocalSlack, subject: string): Promise<Message> {
  return (await askIn(slack, `why ${subject}`)).answer;
}

/**
 * Clicks a remedy of a report as `who` and fills in whatever it asks for.
 * @throws Error that lists the buttons, when there is none with this label
 */
export async function request(
  slack: LocalSlack,
  on: Message,
  label: RegExp,
  { who = REQUESTER, name = '' }: { readonly who?: string; readonly name?: string } = {},
): Promise<Message> {
  const elements = elementsOf(on);
  const button = elements.find((one) => label.test(one.label));
  if (!button) {
    throw new Error(`no button ${label}: ${elements.map((one) => one.label).join(', ')}\n${wordsOf(on)}`);
  }
  const before = new Set(slack.messages(CHANNEL).map(({ ts }) => ts));
  await slack.click(who, on, button.action_id, { value: button.value });
  if (!button.action_id.startsWith('act:')) {
    const view = await slack.until(
      () => slack.views(who).find(({ callback_id }) => callback_id === 'act'),
      30_000,
    );
    await slack.submitView(who, { reason: 'test of the remedy', typed: name, ticket: 'INC-1' }, view);
  }
  return slack.until(
    () => slack.messages(CHANNEL).find((one) => !before.has(one.ts) && wordsOf(one).includes('asked by')),
    30_000,
  );
}

/** Agrees as somebody else, if it needs that. */
export async function approve(slack: LocalSlack, on: Message, who = APPROVER): Promise<void> {
  const newest = newestOf(slack, on);
  if (elementsOf(newest).some(({ action_id }) => action_id === 'approval:approve')) {
    await slack.click(who, newest, 'approval:approve');
  }
}

export function newestOf(slack: LocalSlack, on: Message): Message {
  return slack.messages(CHANNEL).find(({ ts }) => ts === on.ts) ?? on;
}

/** Waits until nothing more comes of it. */
export async function outcome(slack: LocalSlack, on: Message, ms = 180_000): Promise<Remedy> {
  const message = await slack.until(() => {
    const newest = newestOf(slack, on);
    return OVER.test(statusOf(newest)) ? newest : undefined;
  }, ms);
  return { message, words: wordsOf(message) };
}

/** The first line of the message, "✅ *Manage · node-17* · done in 4 s". */
export function statusOf(message: Message): string {
  const [first] = (message.blocks ?? []) as readonly Json[];
  return String((first?.['text'] as Json | undefined)?.['text'] ?? '');
}

/** From the report to the outcome, with a second person where one is needed. */
export async function carryOut(
  slack: LocalSlack,
  subject: string,
  label: RegExp,
  name = subject,
): Promise<Remedy> {
  const asked = await request(slack, await report(slack, subject), label, { name });
  await approve(slack, asked);
  return outcome(slack, asked);
}
