import { setTimeout as wait } from 'node:timers/promises';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import type { Message } from '../../src/sandbox/slack/types.ts';
import { isBelow, saidIn } from './seen.ts';

/** A message of a monitoring tool about one node. */
export interface Told {
  readonly node: string;
  readonly channel: string;
  readonly ts: string;
}

/** As docs/alertmanager words it. */
function attachment(node: string, status: 'firing' | 'resolved', summary: string) {
  const title = status === 'firing' ? '[FIRING:1] IronicNodeUnwell' : '[RESOLVED] IronicNodeUnwell';
  const ended = status === 'firing' ? '' : ' `ended="2026-11-30T03:40:00Z"`';
  const text = `*Alert:* Node ${node} ${summary} - \`critical\`\n\`status="${status}"\` \`started="2026-11-30T03:10:00Z"\`${ended}\n\`alertname="IronicNodeUnwell"\` \`instance="ironic-exporter:9608"\` \`job="ironic"\` \`node_name="${node}"\` \`severity="critical"\``;
  return {
    title,
    fallback: title,
    text,
    color: status === 'firing' ? 'danger' : 'good',
    mrkdwn_in: ['text'],
  };
}

/** `twice`: Slack delivers the event once more, over the next connection. */
export async function alert(slack: LocalSlack, channel: string, node: string, twice: boolean): Promise<Told> {
  const body = JSON.stringify({
    username: 'Alertmanager',
    attachments: [attachment(node, 'firing', 'needs a look')],
  });
  for (;;) {
    slack.faults.redeliverNext = twice;
    const answer = await fetch(slack.webhookUrl(channel), { method: 'POST', body });
    const posted = answer.ok ? messageAbout(slack, channel, node) : undefined;
    if (posted) return { node, channel, ts: posted.ts };
    await wait(1_000);
  }
}

/** The tool changes its message: that it is over where it has been answered, else in what it says. @returns whether it is over */
export function edit(slack: LocalSlack, told: Told): boolean {
  const message = messageAbout(slack, told.channel, told.node);
  if (!message) return false;
  // What is over before anything was said is not told any more, and nobody could count it.
  const isOver = annotationsOf(slack, told) > 0;
  const content = attachment(told.node, isOver ? 'resolved' : 'firing', 'still needs a look');
  slack.edit(message, { attachments: [content] });
  return isOver;
}

const messageAbout = (slack: LocalSlack, channel: string, node: string): Message | undefined =>
  slack
    .messages(channel)
    .findLast((one) => one.attachments !== undefined && JSON.stringify(one.attachments).includes(node));

export const annotationsOf = (slack: LocalSlack, { channel, ts }: Told): number =>
  saidIn(slack, channel).filter((one) => isBelow(one, ts)).length;
