import { createTelling } from '../lib/telling.ts';

/** One try of a call of Slack's Web API. */
export interface SlackCall {
  readonly method: string;
  readonly outcome: 'ok' | 'refused' | 'rate-limited' | 'failed';
  readonly ms: number;
}

/** Something that Slack sent, and how long it took until Slack was told that we have it. */
export interface Acknowledged {
  readonly kind: 'command' | 'event' | 'action' | 'view' | 'other';
  readonly ms: number;
}

/** A question of a person, when it was answered. */
export interface Answered {
  /** A command's id. */
  readonly command: string;
  readonly outcome: 'answered' | 'usage' | 'failed';
  readonly ms: number;
}

export const slackCalls = createTelling<SlackCall>('slack.call');
export const acknowledged = createTelling<Acknowledged>('slack.acknowledged');
export const answers = createTelling<Answered>('slack.answered');
