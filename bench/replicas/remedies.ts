import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import type { Message, View } from '../../src/sandbox/slack/types.ts';
import { come, isBelow, saidIn, wordsOf } from './seen.ts';

/** Longer than an answer takes; who sees nothing asks or clicks again, as people do. */
const PATIENCE_MS = 12_000;
const TRIES = 5;

/** What it took a person to have one node brought back. */
export interface Wanted {
  readonly node: string;
  /** Questions and clicks. */
  readonly acts: number;
  /** The bot said in the end what became of it. */
  readonly seen: boolean;
}

/** Asks why, clicks what is offered, sends its form, and has a colleague agree; some clicks come twice. */
export async function want(
  slack: LocalSlack,
  people: { readonly asks: string; readonly agrees: string },
  channel: string,
  node: string,
  random: () => number,
): Promise<Wanted> {
  let acts = 0;
  const click = async (who: string, on: Message, action: string) => {
    acts += 1;
    slack.faults.redeliverNextAsk = random() < 0.4;
    await slack.click(who, on, action).catch(() => undefined);
    slack.faults.redeliverNextAsk = false;
  };
  const approval = () =>
    saidIn(slack, channel).find(
      (one) => one.metadata?.['event_type'] === 'approval' && wordsOf(one).includes(node),
    );
  const over = () => {
    const shown = approval();
    return shown && OVER.test(wordsOf(shown)) ? shown : undefined;
  };

  let report: Message | undefined;
  for (let tried = 0; tried < TRIES && !report; tried += 1) {
    acts += 1;
    const { ts } = slack.postMessage(people.asks, channel, `@ironic why ${node}`);
    report = await come(() => saidIn(slack, channel).find((one) => isBelow(one, ts)), PATIENCE_MS);
  }
  for (let tried = 0; tried < TRIES && report && !approval(); tried += 1) {
    const offered = /"(act(?:-ask)?:0)"/.exec(JSON.stringify(report.blocks))?.[1];
    if (offered === undefined) break;
    await click(people.asks, report, offered);
    if (offered.startsWith('act-ask')) acts += await sendForm(slack, people.asks, node);
    await come(approval, PATIENCE_MS);
  }
  for (let tried = 0; tried < TRIES && !over(); tried += 1) {
    const shown = approval();
    if (!shown) break;
    if (JSON.stringify(shown.blocks).includes('"approval:approve"'))
      await click(people.agrees, shown, 'approval:approve');
    await come(over, PATIENCE_MS);
  }
  return { node, acts, seen: over() !== undefined };
}

/** By the signs of src/slack/render/approval-status.ts; a line begins with it. */
const OVER = /^[✅⚠❔]/mu;

async function sendForm(slack: LocalSlack, who: string, node: string): Promise<number> {
  const isForm = (view: View) => view.submit !== null && wordsOf(view).includes(node);
  const form = await come(() => slack.views(who).find(isForm), PATIENCE_MS);
  if (form) await slack.submitView(who, { reason: 'the switch port is fixed' }, form).catch(() => undefined);
  if (slack.views(who).length > 0) slack.closeView(who, { all: true });
  return form ? 1 : 0;
}
