import { stripVTControlCharacters } from 'node:util';
import { scrubText } from '../lib/scrub.ts';
import type { TextFile } from './command.ts';
import type { LogExcerpt, RamdiskLog } from './facts.ts';

/** In UTF-8; Slack shows a text of this size as a snippet, and nobody scrolls through more. */
const MAX_BYTES = 1_000_000;
/** So that one chatty part leaves room for the others. */
const MAX_PART_BYTES = 250_000;
const MAX_HEADING_BYTES = 450;

export interface ExtractOf {
  /** What to type for the node. */
  readonly name: string;
  readonly cloud: string;
  /** ISO 8601. */
  readonly read: string;
  readonly ramdisk: readonly RamdiskLog[];
  readonly logs: readonly LogExcerpt[];
}

/**
 * What was read, as one text: the parts of the newest opened tarball, then log lines by host, each with a heading.
 * Secrets were masked line by line where the facts came in; keys that stand on several lines are masked here. Undefined
 * when there is nothing. The tarball itself never leaves: it may hold what no rule knows.
 */
export function extractOf({ name, cloud, read, ramdisk, logs }: ExtractOf): TextFile | undefined {
  const opened = ramdisk.find((one) => one.parts.length > 0);
  const parts = [
    ...(opened?.parts ?? []).map((part) => ({
      ...part,
      heading: `deploy ramdisk ${opened?.file}: ${part.name}`,
    })),
    ...logs.map(({ source, host, ...rest }) => ({
      ...rest,
      heading: host ? `${source} on ${host}` : source,
    })),
  ].filter((part) => part.lines.length > 0);
  if (parts.length === 0) return undefined;
  const when = read.replace(/\.\d+Z$/, 'Z');
  const head = `Logs about ${name}, cloud ${cloud}, read ${when}. Secrets are masked; long parts keep their end.\n`;
  // What is left out is named too.
  let room = MAX_BYTES - Buffer.byteLength(head) - parts.length * MAX_HEADING_BYTES;
  const pieces = parts.map(({ heading, lines, cut }) => {
    const title = `\n===== ${oneLine(heading)} =====\n${cut ? `(${oneLine(cut)})\n` : ''}`;
    const body = ending(
      visible(withoutKeys(lines)),
      Math.min(MAX_PART_BYTES, room - Buffer.byteLength(title)),
    );
    const piece =
      body === undefined ? `\n===== ${oneLine(heading)}: left out for its size =====\n` : title + body;
    room -= body === undefined ? 0 : Buffer.byteLength(piece);
    return piece;
  });
  const stamp = when.replace(/[-:]/g, '');
  return {
    filename: `${name.replace(/[^\w.-]+/g, '_')}-logs-${stamp}.txt`,
    title: `Logs about ${name}`,
    content: head + pieces.join(''),
  };
}

/** The last lines that fit; undefined when not even one does. */
function ending(lines: readonly string[], max: number): string | undefined {
  const kept: string[] = [];
  let left = max;
  for (const line of lines.toReversed()) {
    left -= Buffer.byteLength(line) + 1;
    if (left < 40) break;
    kept.push(line);
  }
  if (kept.length === 0) return undefined;
  const missing = lines.length - kept.length;
  const note = missing > 0 ? `(${missing} earlier lines left out)\n` : '';
  return `${note}${kept.reverse().join('\n')}\n`;
}

const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const KEY_ENDS = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;

/** A scrubber that sees one line at a time cannot know the middle of a key. */
function withoutKeys(lines: readonly string[]): readonly string[] {
  let inside = false;
  return lines.flatMap((line) => {
    const begins = KEY_BEGINS.test(line);
    const hidden = inside || begins;
    inside = hidden && !KEY_ENDS.test(line);
    if (!hidden) return [scrubText(line)];
    return begins ? ['***'] : [];
  });
}

const MAX_LINE = 4_000;

/** Nothing that could steer a terminal that somebody prints it in. */
function visible(lines: readonly string[]): readonly string[] {
  return lines.map((line) => {
    const short = line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
    return stripVTControlCharacters(short)
      .toWellFormed()
      .replace(
        /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
        ' ',
      );
  });
}

function oneLine(text: string): string {
  return visible([text.replace(/\s+/g, ' ')])
    .join('')
    .slice(0, 100);
}
