/** A text as people see it, and where its links lead. */
export interface PlainText {
  readonly text: string;
  readonly links: readonly string[];
}

/** Slack's own limit of a message's text (docs.slack.dev, chat.postMessage); what is beyond is not looked at. */
export const MAX_TEXT = 40_000;
const MAX_LINKS = 200;

/** Marks that nobody sees: they join and part words where a reader sees none of it. */
const INVISIBLE = /[\p{Cf}\u2800\u3164\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu;
/** Hyphens that editors make of the plain one; dashes are something else. */
const HYPHENS = /[\u2010\u2011\ufe63\uff0d]/g;
const SPACES = /[\p{Zs}\t]+/gu;
/** `<…>` is Slack's own markup: a literal `<` comes as an entity. */
const MARKUP = /<([^<>\n]{1,4000})>/g;
const BARE_URL = /\bhttps?:\/\/[^\s<>|"`\\^{}]+/gi;

/**
 * Undoes Slack's markup: entities, links (their words stay, their addresses are given apart), mentions of people and
 * channels (nobody's machines), dates. Code marks stay, since they tell what was quoted. Linear in the text.
 */
export function plainText(typed: string): PlainText {
  const links: string[] = [];
  const keep = (link: string): void => {
    if (links.length < MAX_LINKS) links.push(unescaped(link));
  };
  const unmarked = typed
    .slice(0, MAX_TEXT)
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(/\r\n?/g, '\n')
    .replace(HYPHENS, '-')
    .replace(MARKUP, (_, inside: string) => wordsOf(inside, keep));
  const text = unescaped(
    unmarked.replace(BARE_URL, (link) => {
      keep(link);
      return ' ';
    }),
  );
  return { text: text.replace(SPACES, ' ').trim(), links };
}

/** What is seen of `<inside>`. Addresses of mail are people's. */
function wordsOf(inside: string, keep: (link: string) => void): string {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const words = bar < 0 ? '' : inside.slice(bar + 1);
  if (/^!date\^/.test(inside)) return words;
  if (/^[@#!]/.test(inside) || /^mailto:/i.test(inside)) return ' ';
  if (/^tel:/i.test(inside)) return words || target.slice('tel:'.length);
  if (!/^https?:\/\//i.test(target)) return inside;
  keep(target);
  return words === '' ? ' ' : words;
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
const unescaped = (text: string): string =>
  text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
