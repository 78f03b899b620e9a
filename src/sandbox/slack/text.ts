import type { Channel, User } from './types.ts';

/**
 * A person's typing as Slack stores it: the three control characters escaped, `@name`, `#channel`, broadcasts and
 * bare addresses turned into their `<…>` forms (docs.slack.dev, "Formatting message text").
 */
export function encodeTyped(text: string, people: Iterable<User>, channels: Iterable<Channel>): string {
  const byName = new Map([...people].map((user) => [user.name.toLowerCase(), user.id]));
  const byChannel = new Map([...channels].filter((c) => !c.is_im).map((c) => [c.name, c.id]));
  return escapeControls(text)
    .replace(/(^|[\s(])@([\w.-]+)/g, (whole, before: string, name: string) => {
      if (name === 'here' || name === 'channel' || name === 'everyone') return `${before}<!${name}>`;
      const clean = name.replace(/[.-]+$/, '');
      const id = byName.get(clean.toLowerCase());
      return id === undefined ? whole : `${before}<@${id}>${name.slice(clean.length)}`;
    })
    .replace(/(^|[\s(])#([\w-]+)/g, (whole, before: string, name: string) => {
      const id = byChannel.get(name);
      return id === undefined ? whole : `${before}<#${id}|${name}>`;
    })
    .replace(/(^|[\s(])(https?:\/\/[^\s<>|]+)/g, (_, before: string, link: string) => `${before}<${link}>`);
}

/** `&`, `<` and `>` as entities. Slack does this to slash command text as well. */
export function escapeControls(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const ENTITY = /&(?!amp;|lt;|gt;)/g;
const LOOSE_OPEN = /<(?!(?:[@#!]|https?:|mailto:|tel:|slack:)[^<>]*>)/g;
const CONTROL = /<[^<>]*>/g;
const CODE_OR_LINK = /```[\s\S]*?```|`[^`\n]+`|<[^<>]*>|(?<![\w/])https?:\/\/(?:(?!&[lg]t;)[^\s<>|`])+/g;

/**
 * An app's text as Slack stores it: stray control characters become entities, `<…>` sequences and entities stay, bare
 * addresses outside code are wrapped in `<…>`.
 */
export function normalisePosted(text: string): string {
  const escaped = text.replaceAll('\u0000', '').replace(ENTITY, '&amp;').replace(LOOSE_OPEN, '&lt;');
  return escapeLooseClose(escaped).replace(CODE_OR_LINK, (part) => {
    if (!part.startsWith('http')) return part;
    const address = part.replace(/(?:[.,:!?)\]*_~]|(?<!&amp);)+$/, '');
    return `<${address}>${part.slice(address.length)}`;
  });
}

/** `>` that closes nothing. At the start of a line it is a quotation mark and is escaped as well. */
function escapeLooseClose(text: string): string {
  let from = 0;
  let out = '';
  for (const match of text.matchAll(CONTROL)) {
    out += text.slice(from, match.index).replaceAll('>', '&gt;') + match[0];
    from = match.index + match[0].length;
  }
  return out + text.slice(from).replaceAll('>', '&gt;');
}
