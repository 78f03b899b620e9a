import type { HomeView, ModalView } from '@slack/types';
import { messageRefusal } from '../../../../src/sandbox/slack/blocks/message.ts';
import { checkView } from '../../../../src/sandbox/slack/blocks/view.ts';
import { LIMITS, type Message, sizeOf } from '../../../../src/slack/render/limits.ts';

/** What Slack, or a reader, would have against a message; empty when nothing. */
export function faultsOf(message: Message): readonly string[] {
  return faultsBesides([])(message);
}

/** The same where these people and groups may be mentioned. */
export const faultsBesides =
  (mentioned: readonly string[]) =>
  (message: Message): readonly string[] => {
    const faults: string[] = [];
    const refusal = messageRefusal({
      text: message.text,
      blocks: JSON.parse(JSON.stringify(message.blocks)),
      attachments: [],
    });
    if (refusal) faults.push(JSON.stringify(refusal).slice(0, 500));
    if (message.blocks.length > LIMITS.blocks) faults.push('too many blocks');
    const size = message.blocks.reduce((sum, block) => sum + sizeOf(block), 0);
    if (size > LIMITS.message) faults.push(`${size} characters`);
    if (!message.text.trim() || message.text.length > LIMITS.text) faults.push('fallback text');
    for (const text of mrkdwnOf([...message.blocks, { type: 'mrkdwn', text: message.text }])) {
      faults.push(...hostile(text, mentioned));
    }
    return faults;
  };

/** The same of a modal or a Home tab. */
export function faultsOfView(
  view: ModalView | HomeView,
  mentioned: readonly string[] = [],
): readonly string[] {
  const checked = checkView(JSON.parse(JSON.stringify(view)));
  const faults = checked.ok ? [] : [JSON.stringify(checked.faults).slice(0, 500)];
  return [...faults, ...mrkdwnOf(view.blocks).flatMap((text) => hostile(text, mentioned))];
}

/** In `mrkdwn`, every unescaped bracket has to be a date, a link of ours, or somebody who may be mentioned. */
function hostile(text: string, mentioned: readonly string[]): string[] {
  const ours = mentioned
    .reduce((rest, id) => rest.replaceAll(`<@${id}>`, '').replaceAll(`<!subteam^${id}>`, ''), text)
    .replace(
      /<https:\/\/example\.slack\.com\/archives\/C\w+\/p\d+(?:\?[\w=.]+&amp;cid=C\w+)?\|[\w ]+ ↗>/g,
      '',
    )
    .replace(/<!date\^\d+\^\{date_short_pretty\} \{time_secs\}\|[\d: UTC-]+>/g, '')
    .replace(/<https:\/\/docs\.openstack\.org\/ironic\/[\w./#-]+\|[^<>|]+>/g, '');
  const faults: string[] = [];
  if (/[<>]/.test(ours)) faults.push(`bracket: ${around(ours, /[<>]/)}`);
  if (/&(?!amp;|lt;|gt;)/.test(ours)) faults.push('bare ampersand');
  if (/@(here|channel|everyone)/i.test(ours)) faults.push('mention');
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\u2800]/u.test(ours)) faults.push('invisible character');
  if (!text.isWellFormed()) faults.push('lone surrogate');
  if ((text.replaceAll('```', '').match(/`/g) ?? []).length % 2 !== 0)
    faults.push(`code: ${text.slice(0, 200)}`);
  if ((text.match(/```/g) ?? []).length % 2 !== 0) faults.push('code block');
  return faults;
}

function around(text: string, pattern: RegExp): string {
  const index = text.search(pattern);
  return text.slice(Math.max(0, index - 40), index + 40);
}

function mrkdwnOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  const {
    type,
    text,
    verbatim: _,
    ...rest
  } = value as { type?: unknown; text?: unknown; verbatim?: unknown };
  const own = type === 'mrkdwn' && typeof text === 'string' ? [text] : mrkdwnOf(text);
  return [...own, ...Object.values(rest).flatMap(mrkdwnOf)];
}
