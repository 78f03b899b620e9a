import { blockTexts } from './block-text.ts';
import type { SeenAttachment, SeenMessage } from './seen-message.ts';
import { plainText } from './slack-text.ts';

/** A field of a legacy attachment. */
export interface Field {
  readonly title: string;
  readonly value: string;
}

/** An attachment, or the message itself, as people see it. */
export interface Panel {
  readonly color: string;
  readonly author: string;
  readonly pretext: string;
  readonly title: string;
  /** Where a click on the title leads. */
  readonly titleLink: string;
  readonly text: string;
  readonly footer: string;
  readonly fallback: string;
  readonly fields: readonly Field[];
  /** Of blocks, in their order. */
  readonly blocks: readonly string[];
}

/** A message taken apart: everything in it that somebody can read, markup undone. */
export interface MessageParts {
  /** The message's own text and blocks, then each attachment. Never empty. */
  readonly panels: readonly [Panel, ...Panel[]];
  readonly links: readonly string[];
  /** True where it was longer than what is looked at. */
  readonly cut: boolean;
}

/** Characters of a whole message that are looked at. An Alertmanager group of 40 nodes with all labels has about 30 000. */
export const MAX_MESSAGE = 100_000;

/**
 * Reads a message whole. Previews that Slack put under a link are not the poster's words and are left out. What exceeds
 * MAX_MESSAGE is left out and told.
 */
export function partsOf(message: SeenMessage): MessageParts {
  const links: string[] = [];
  let left = MAX_MESSAGE;
  let cut = false;
  const plain = (typed: string | undefined): string => {
    if (!typed) return '';
    const whole = plainText(typed.slice(0, left));
    cut ||= typed.length > left || typed.length > 40_000;
    left -= Math.min(left, typed.length);
    links.push(...whole.links);
    return whole.text;
  };
  const inBlocks = (blocks: readonly unknown[]): readonly string[] => {
    const found = blockTexts(blocks);
    links.push(...found.links);
    return found.texts.map(plain);
  };
  const panel = (of: Partial<SeenAttachment>): Panel => ({
    color: (of.color ?? '').replace(/^#/, '').toLowerCase(),
    pretext: plain(of.pretext),
    author: plain(of.author_name),
    title: plain(of.title),
    titleLink: of.title_link ?? '',
    text: plain(of.text),
    fields: (of.fields ?? []).map((one) => ({ title: plain(one.title), value: plain(one.value) })),
    blocks: inBlocks(of.blocks ?? []),
    footer: plain(of.footer),
    fallback: plain(of.fallback),
  });
  const own = panel({ text: message.text, blocks: message.blocks });
  const attached = message.attachments
    .filter((one) => !isPreview(one))
    .map((one) => {
      links.push(
        ...[one.title_link, ...one.actions.map(({ url }) => url)].filter((url) => url !== undefined),
      );
      return panel(one);
    });
  return { panels: [own, ...attached], links: [...new Set(links)], cut };
}

function isPreview({ from_url, original_url, is_msg_unfurl }: SeenAttachment): boolean {
  return from_url !== undefined || original_url !== undefined || is_msg_unfurl === true;
}

/** What stands in a panel apart from fields and footer, in the order in which it is read. A fallback is for who sees nothing else. */
export function saidIn(panel: Panel): readonly string[] {
  const said = [panel.pretext, panel.author, panel.title, panel.text, ...panel.blocks].filter(
    (one) => one !== '',
  );
  return said.length > 0 || panel.fields.length > 0 ? said : [panel.fallback].filter((one) => one !== '');
}

/** The first line that somebody reads: what a lock screen shows. */
export function headlineOf({ panels }: MessageParts): string {
  for (const panel of panels) {
    const [line] = [panel.pretext, panel.title, panel.text, ...panel.blocks, panel.fallback].flatMap((one) =>
      one.split('\n').filter((each) => /[\p{L}\p{N}]/u.test(each)),
    );
    if (line) return line;
  }
  return '';
}
