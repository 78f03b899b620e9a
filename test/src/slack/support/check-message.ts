import { messageRefusal } from '../../../../src/sandbox/slack/blocks/message.ts';
import { LIMITS, type Message, sizeOf } from '../../../../src/slack/render/limits.ts';

/** What Slack, or a reader, would have against a message; empty when nothing. */
export function faultsOf(message: Message): readonly string[] {
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
    faults.push(...hostile(text));
  }
  return faults;
}

/** In `mrkdwn`, every unescaped bracket has to be a date or a guide link of ours. */
function hostile(text: string): string[] {
  const ours = text
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
