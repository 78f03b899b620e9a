/** What blocks say: texts in Slack's markup in their order, and links of buttons and rich text. */
export interface BlockTexts {
  readonly texts: readonly string[];
  readonly links: readonly string[];
}

/** Slack nests rich text in lists and tables at most this deep; deeper is hostile. */
const MAX_DEPTH = 16;
/** Elements looked at, over all blocks of a message. */
const MAX_ELEMENTS = 3000;

type Bag = Readonly<Record<string, unknown>>;

/** Where blocks keep further ones or words, known kinds of blocks or not. */
const INSIDE = [
  'title',
  'text',
  'subtitle',
  'body',
  'fields',
  'elements',
  'rows',
  'cells',
  'columns',
  'blocks',
  'content',
];

/**
 * The words of Block Kit. Rich text comes out as one text with its code marks; a field of a section is a text of its own.
 * A kind of block that is not known is looked through for what blocks usually have.
 */
export function blockTexts(blocks: readonly unknown[]): BlockTexts {
  const texts: string[] = [];
  const links: string[] = [];
  let left = MAX_ELEMENTS;

  const walk = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || left-- <= 0) return;
    if (Array.isArray(value)) {
      for (const one of value) {
        if (left <= 0) return;
        walk(one, depth + 1);
      }
      return;
    }
    if (!isBag(value)) return;
    const type = string(value, 'type');
    if (type.startsWith('rich_text')) texts.push(richText(value, depth));
    else if (type === 'button' || type === 'workflow_button') link(value);
    else if (type === 'mrkdwn' || type === 'plain_text' || type === 'raw_text')
      texts.push(string(value, 'text'));
    else if (type === 'section') section(value, depth);
    else others(value, depth);
  };

  const section = (value: Bag, depth: number): void => {
    walk(value['text'], depth + 1);
    const { fields } = value;
    for (const field of Array.isArray(fields) ? fields.slice(0, 50) : []) {
      if (isBag(field)) texts.push(asPair(string(field, 'text')));
    }
    walk(value['accessory'], depth + 1);
  };

  const others = (value: Bag, depth: number): void => {
    link(value);
    for (const key of INSIDE) {
      const inner = value[key];
      if (typeof inner === 'string') texts.push(inner);
      else if (inner !== undefined) walk(inner, depth + 1);
    }
  };

  const link = (value: Bag): void => {
    const url = string(value, 'url');
    if (url !== '') links.push(url);
  };

  /** Its parts stand side by side in one line, those of a list in a line each. */
  const richText = (value: Bag, depth: number): string => {
    if (depth > MAX_DEPTH || left-- <= 0) return '';
    const type = string(value, 'type');
    if (type === 'text' || type === 'link') {
      link(value);
      const said = string(value, 'text');
      const { style } = value;
      return isBag(style) && style['code'] === true ? `\`${said}\`` : said;
    }
    if (type === 'date') return string(value, 'fallback');
    const { elements } = value;
    if (!Array.isArray(elements)) return ' ';
    const between = type === 'rich_text' || type === 'rich_text_list' ? '\n' : '';
    return elements.map((one) => (isBag(one) ? richText(one, depth + 1) : '')).join(between);
  };

  walk(blocks, 0);
  return { texts: texts.filter((one) => one.trim() !== ''), links };
}

/** `*Host:*` above its value is how sections write a field: one line, like other labels. */
function asPair(field: string): string {
  return field.replace(/^\s*\*([^*\n]{1,60}?):?\*:?[ \t]*\n\s*/, '*$1:* ');
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function string(bag: Bag, key: string): string {
  const value = bag[key];
  return typeof value === 'string' ? value : '';
}
