import type { SimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import type { Message } from '../../src/sandbox/slack/types.ts';
import type { Random } from './random.ts';

const CHANNEL = 'baremetal-oncall';
const PEOPLE = ['maya', 'jonas', 'ines'] as const;
/** Buttons older than that are over, or of the start. */
const NEWEST = 60;

export interface Asked {
  /** What Slack was told that we have it, by kind. */
  readonly taken: Record<'commands' | 'mentions' | 'messages' | 'clicks' | 'modals', number>;
  /** What Slack was not told in time, as on a connection that was cut; it may have been heard all the same. */
  untaken: number;
  /** Roots whose threads have to be answered. */
  readonly roots: string[];
}

/** One thing that somebody does. */
export async function act(
  { slack, cloud }: { readonly slack: LocalSlack; readonly cloud: SimulatedCloud },
  random: Random,
  asked: Asked,
): Promise<void> {
  const who = random.pick(PEOPLE);
  const counted = async (kind: 'commands' | 'clicks', ack: Promise<{ readonly ok: boolean }>) => {
    if ((await ack).ok) asked.taken[kind] += 1;
    else asked.untaken += 1;
  };
  const what = random.next();
  if (what < 0.25) {
    const channel = random.pick([CHANNEL, CHANNEL, 'general']);
    return await counted('commands', slack.slash(who, channel, '/ironic', words(cloud, random)));
  }
  if (what < 0.45) {
    asked.taken.mentions += 1;
    asked.roots.push(slack.postMessage(who, CHANNEL, `@ironic ${words(cloud, random)}`).ts);
    return;
  }
  if (what < 0.55) {
    asked.taken.messages += 1;
    slack.postMessage(who, 'app', words(cloud, random));
    return;
  }
  if (what < 0.65) return slack.openHome(who);
  const form = slack.views(who).find(({ submit }) => submit !== null);
  if (form) {
    const sent = await slack.submitView(who, { reason: 'the switch port is fixed' }, form);
    if (sent.kind === 'failed') asked.untaken += 1;
    // What Slack itself finds missing never comes to the bot.
    else if (sent.kind === 'errors') slack.closeView(who, { all: true });
    else asked.taken.modals += 1;
    return;
  }
  const button = random.pick(buttons(slack));
  if (button) await counted('clicks', slack.click(who, button.on, button.id));
}

function words(cloud: SimulatedCloud, random: Random): string {
  const subjects = [...cloud.scenarios.map(({ expect }) => expect.subject), 'no-such-node'];
  return random.pick([
    `why ${random.pick(subjects)}`,
    `why ${random.pick(subjects)}`,
    random.pick(subjects),
    `history ${random.pick(subjects)}`,
    'help',
    'approvals',
    'wyh node',
    'explain No valid host was found.',
  ]);
}

/** Else nothing would ever be done: a report has one remedy, and an approval needs a "yes" before somebody says no. */
const weightOf = (id: string) => (id === 'approval:approve' ? 12 : id.startsWith('act') ? 4 : 1);

interface Button {
  readonly on: Message;
  readonly id: string;
}

/** What can be pressed in the newest messages; what asks for a colleague's "yes" more often. */
function buttons(slack: LocalSlack): readonly Button[] {
  return slack
    .messages(CHANNEL)
    .slice(-NEWEST)
    .flatMap((on) => {
      const ids = [
        ...JSON.stringify(on.blocks ?? []).matchAll(
          /"action_id":"(look-again|act(?:-ask)?:\d|approval:\w+)"/g,
        ),
      ].map(([, id = '']) => id);
      return ids.flatMap((id) => Array<Button>(weightOf(id)).fill({ on, id }));
    });
}
