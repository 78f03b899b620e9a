import type {
  ActionsBlock,
  ContextBlock,
  HeaderBlock,
  ImageBlock,
  KnownBlock,
  SectionBlock,
} from '@slack/types';
import type { AnswerFile } from '../../core/command.ts';
import { type Mrkdwn, md, plain, text, withoutCode } from './escape.ts';

/**
 * Slack's numbers (docs.slack.dev, reference/block-kit). `message` is not documented: above some 13 200 characters in
 * all blocks Slack answers `msg_blocks_too_long` (slackapi/bolt-js issue 2509), so we stay below.
 */
export const LIMITS = {
  blocks: 50,
  message: 12_000,
  text: 4_000,
  section: 3_000,
  header: 150,
  contextElements: 10,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  overflowOptions: 5,
  viewTitle: 24,
  viewBlocks: 100,
  /** Bytes; `view_too_large` above 250 kB (docs.slack.dev, views.publish). */
  view: 200_000,
  altText: 2_000,
  optionText: 75,
  optionValue: 150,
  options: 100,
  blockId: 255,
} as const;

/** What is posted: `text` is all that a lock screen shows. */
export interface Message {
  readonly text: Mrkdwn;
  readonly blocks: readonly KnownBlock[];
}

/** A message, and what did not belong or fit into it, for the thread below. */
export interface Rendered {
  readonly message: Message;
  readonly thread: readonly Message[];
  /** Below that. What tells most of them is in the message too, since a file may not arrive. */
  readonly files?: readonly AnswerFile[];
}

/** Replies below one message; what is longer than that nobody reads in Slack. */
const MAX_REPLIES = 3;
/** Ten of them have to fit into one message. */
const SMALL_PRINT = 800;
const LEFT_OUT = context([md`The rest was left out: it would be longer than anybody reads in a thread.`]);

export function header(title: string): HeaderBlock {
  return { type: 'header', text: { type: 'plain_text', text: plain(title, LIMITS.header), emoji: false } };
}

/** Lines in as few sections as hold them. A line that is too long by itself loses its formatting and its end. */
export function sections(lines: readonly Mrkdwn[]): readonly SectionBlock[] {
  const pages: Mrkdwn[] = [];
  for (const line of lines.filter(Boolean)) {
    const fitting = line.length <= LIMITS.section ? line : text(unescaped(line), LIMITS.section);
    const last = pages.at(-1);
    const joined = last === undefined ? undefined : md`${last}\n${fitting}`;
    if (joined !== undefined && joined.length <= LIMITS.section) pages[pages.length - 1] = joined;
    else pages.push(fitting);
  }
  return pages.map((page) => ({ type: 'section', text: { type: 'mrkdwn', text: page, verbatim: true } }));
}

/** Lines under their title; none without lines. */
export function titled(title: Mrkdwn, lines: readonly Mrkdwn[]): readonly Mrkdwn[] {
  return lines.length > 0 ? [title, ...lines] : [];
}

/** Small print. */
export function context(lines: readonly Mrkdwn[]): readonly ContextBlock[] {
  const elements = lines
    .filter(Boolean)
    .slice(0, LIMITS.contextElements)
    .map((line) => ({
      type: 'mrkdwn' as const,
      text: line.length <= SMALL_PRINT ? line : text(unescaped(line), SMALL_PRINT),
      verbatim: true,
    }));
  return elements.length > 0 ? [{ type: 'context', elements }] : [];
}

export function actions(elements: readonly ActionsBlock['elements'][number][]): readonly ActionsBlock[] {
  return elements.length > 0 ? [{ type: 'actions', elements: elements.slice(0, LIMITS.actionElements) }] : [];
}

/**
 * A message within all limits: blocks beyond the first message's room go into the thread, as they are. `rest` starts
 * in the thread anyway.
 */
export function fit(
  lead: Mrkdwn,
  blocks: readonly KnownBlock[],
  rest: readonly KnownBlock[] = [],
  restLead: Mrkdwn = lead,
): Rendered {
  const [first = [], ...overflow] = pages(blocks);
  const all = [...overflow, ...pages(rest)];
  const kept = all.slice(0, MAX_REPLIES);
  const last = kept.at(-1);
  if (last && all.length > kept.length) kept[kept.length - 1] = [...last.slice(0, -1), ...LEFT_OUT];
  return {
    message: { text: fallback(lead), blocks: first },
    thread: kept.map((page) => ({ text: fallback(restLead), blocks: page })),
  };
}

const CUT = context([md`The rest was left out: a tab has no more room.`]);

/** Blocks of a Home tab within all limits: what stands last has to go, and that is said. */
export function fitView(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  const bytes = (block: KnownBlock) => Buffer.byteLength(JSON.stringify(block));
  const most = LIMITS.viewBlocks - CUT.length;
  let size = 0;
  const end = blocks.findIndex((block, place) => {
    size += bytes(block);
    return size > LIMITS.view || (place >= most && blocks.length > LIMITS.viewBlocks);
  });
  return end === -1 ? blocks : [...blocks.slice(0, end), ...CUT];
}

/** A picture that Slack has; the words say the same to who cannot see it. */
export function picture(file: string, title: string, alt: string): ImageBlock {
  return {
    type: 'image',
    slack_file: { id: file },
    title: { type: 'plain_text', text: plain(title, LIMITS.header), emoji: false },
    alt_text: plain(alt, LIMITS.altText),
  };
}

function fallback(lead: Mrkdwn): Mrkdwn {
  return withoutCode(lead.length <= LIMITS.text ? lead : text(unescaped(lead), LIMITS.text));
}

function pages(blocks: readonly KnownBlock[]): readonly (readonly KnownBlock[])[] {
  const out: KnownBlock[][] = [];
  let size = 0;
  for (const block of blocks) {
    const length = sizeOf(block);
    const page = out.at(-1);
    if (page && page.length < LIMITS.blocks && size + length <= LIMITS.message) {
      page.push(block);
      size += length;
    } else {
      out.push([block]);
      size = length;
    }
  }
  return out;
}

/** What a block counts towards the message, on the safe side: with its JSON around it. */
export function sizeOf(block: KnownBlock): number {
  return JSON.stringify(block).length;
}

function unescaped(line: Mrkdwn): string {
  return line
    .replace(/<[^<>|]*\|([^<>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
