import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import { come, isBelow, saidIn } from './seen.ts';

export interface Question {
  readonly kind: 'command' | 'mention';
  readonly node: string;
  readonly channel: string;
  /** Of a mention, its `ts`. */
  readonly root: string | undefined;
  /** False: Slack told the person at once that the app did not take it. */
  readonly accepted: boolean;
  /** Milliseconds since the epoch; undefined while there is no answer. */
  answered: number | undefined;
}

/** Until whoever is left has taken it over (src/store/questions.ts), twice, a deadline, Slack's patience, and a queue of posts. */
const PATIENCE_MS = 150_000;

/** Each about a node of its own, so that answers can be told apart. */
export async function command(slack: LocalSlack, who: string, channel: string, node: string) {
  const { ok } = await slack.slash(who, channel, '/ironic', `why ${node}`);
  return await watched(slack, { kind: 'command', node, channel, root: undefined, accepted: ok });
}

/** `twice`: Slack delivers the event once more, over the next connection. */
export async function mention(slack: LocalSlack, who: string, channel: string, node: string, twice: boolean) {
  slack.faults.redeliverNext = twice;
  const { ts } = slack.postMessage(who, channel, `@ironic why ${node}`);
  return await watched(slack, { kind: 'mention', node, channel, root: ts, accepted: true });
}

async function watched(slack: LocalSlack, asked: Omit<Question, 'answered'>): Promise<Question> {
  const question: Question = { ...asked, answered: undefined };
  if (!question.accepted) return question;
  await come(() => (answersTo(slack, question) > 0 ? true : undefined), PATIENCE_MS);
  if (answersTo(slack, question) > 0) question.answered = Date.now();
  return question;
}

export function answersTo(slack: LocalSlack, { node, channel, root }: Question): number {
  return saidIn(slack, channel).filter((one) =>
    root === undefined ? one.thread_ts === undefined && one.text.includes(node) : isBelow(one, root),
  ).length;
}

/** When it was acknowledged. */
function takenBy(slack: LocalSlack, { kind, node, root }: Question) {
  return slack.taken.filter(({ payload }) => {
    if (kind === 'command') return payload['text'] === `why ${node}`;
    const { type, ts } = (payload['event'] ?? {}) as { readonly type?: string; readonly ts?: string };
    return type === 'app_mention' && ts === root;
  });
}

/** From the acknowledgement to the answer, in ms. */
export function slowest(slack: LocalSlack, questions: readonly Question[]): number {
  const took = questions.flatMap((one) => {
    const [first] = takenBy(slack, one);
    return one.answered === undefined || first === undefined ? [] : [one.answered - first.at];
  });
  return Math.max(0, ...took);
}
