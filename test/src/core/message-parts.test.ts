import { describe, expect, it } from 'vitest';
import { blockTexts } from '../../../src/core/block-text.ts';
import { headlineOf, partsOf, saidIn } from '../../../src/core/message-parts.ts';
import { SeenMessageSchema } from '../../../src/core/seen-message.ts';

const parts = (message: object) => partsOf(SeenMessageSchema.parse({ ts: '1.2', ...message }));
const all = (message: object) => parts(message).panels.flatMap(saidIn);

describe('the words of blocks', () => {
  it('are those of sections, fields, headers and contexts, in order', () => {
    const text = (type: string, words: string) => ({ type, text: words });
    const blocks = [
      { type: 'header', text: text('plain_text', 'Title') },
      {
        type: 'section',
        text: text('mrkdwn', 'one'),
        fields: [text('mrkdwn', '*Host:*\nbm-1'), text('mrkdwn', '*State*\nbad')],
      },
      { type: 'context', elements: [text('mrkdwn', 'two'), { type: 'image', alt_text: 'x' }] },
      {
        type: 'actions',
        elements: [{ type: 'button', text: text('plain_text', 'Silence'), url: 'https://x.org/s' }],
      },
      { type: 'divider' },
    ];
    expect(blockTexts(blocks)).toEqual({
      texts: ['Title', 'one', '*Host:* bm-1', '*State:* bad', 'two'],
      links: ['https://x.org/s'],
    });
  });

  it('are one text for rich text, with code as code and each item of a list in a line', () => {
    const run = (text: string, code = false) => ({
      type: 'text',
      text,
      ...(code ? { style: { code } } : {}),
    });
    const sectionOf = (...elements: object[]) => ({ type: 'rich_text_section', elements });
    const blocks = [
      {
        type: 'rich_text',
        elements: [
          sectionOf(
            run('node '),
            run('apollo', true),
            { type: 'emoji', name: 'x' },
            { type: 'link', url: 'https://x.org', text: 'page' },
          ),
          {
            type: 'rich_text_list',
            elements: [sectionOf(run('a')), sectionOf(run('b'), { type: 'user', user_id: 'U1' })],
          },
        ],
      },
    ];
    expect(blockTexts(blocks)).toEqual({ texts: ['node `apollo` page\na\nb '], links: ['https://x.org'] });
  });

  it('are looked for in kinds of blocks that nobody knows', () => {
    const blocks = [
      {
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'bm-1' },
            { type: 'raw_text', text: 'down' },
          ],
        ],
      },
      { type: 'card', title: { type: 'plain_text', text: 'Card' }, body: { type: 'mrkdwn', text: 'body' } },
      { type: 'from_2030', content: 'new', elements: [{ type: 'odd', text: 'inner' }] },
      { type: 'markdown', text: '# md' },
    ];
    expect(blockTexts(blocks).texts).toEqual(['bm-1', 'down', 'Card', 'body', 'inner', 'new', '# md']);
  });

  it('end where nesting is hostile', () => {
    let deep: object = { type: 'mrkdwn', text: 'deep' };
    for (let level = 0; level < 5000; level++) deep = { type: 'x', elements: [deep] };
    const wide = Array.from({ length: 100_000 }, () => ({ type: 'mrkdwn', text: 'w' }));
    const circle: Record<string, unknown> = { type: 'rich_text' };
    circle['elements'] = [circle];
    expect(blockTexts([deep]).texts).toEqual([]);
    expect(blockTexts(wide).texts.length).toBeLessThanOrEqual(3000);
    expect(blockTexts([circle, null, 7, 'x', [[]]]).texts).toEqual([]);
  });
});

describe('a message taken apart', () => {
  it('has the text, then each attachment', () => {
    const attachment = {
      pretext: 'p',
      author_name: 'a',
      title: 't',
      text: 'x',
      fallback: 'f',
      footer: 'foot',
    };
    expect(all({ text: 'own', attachments: [attachment] })).toEqual(['own', 'p', 'a', 't', 'x']);
  });

  it('has the fallback where there is nothing else', () => {
    expect(all({ attachments: [{ fallback: 'f' }] })).toEqual(['f']);
    expect(all({ attachments: [{ fallback: 'f', fields: [{ title: 'a', value: 'b' }] }] })).toEqual([]);
  });

  it('leaves previews out, which are other people’s words', () => {
    const previews = [
      { text: 'p', from_url: 'https://x' },
      { text: 'q', is_msg_unfurl: true },
      { text: 'r', original_url: 'x' },
    ];
    expect(all({ text: 'own', attachments: previews })).toEqual(['own']);
  });

  it('has every link once', () => {
    const attachment = {
      title: 't',
      title_link: 'https://a',
      actions: [{ url: 'https://b' }, { url: 'https://a' }],
      text: '<https://c|c>',
    };
    expect(parts({ attachments: [attachment] }).links.toSorted()).toEqual([
      'https://a',
      'https://b',
      'https://c',
    ]);
  });

  it('is cut where it is too long, and says so', () => {
    expect(parts({ text: 'x' }).cut).toBe(false);
    const long = parts({ text: 'x'.repeat(1_000_000), attachments: [{ text: 'y'.repeat(1_000_000) }] });
    expect(long.cut).toBe(true);
    expect(long.panels.flatMap(saidIn).join('').length).toBeLessThanOrEqual(100_000);
  });

  it('begins with the line that a lock screen shows', () => {
    expect(headlineOf(parts({ text: '\n:::\n', attachments: [{ title: 'T\nu', text: 'x' }] }))).toBe('T');
    expect(headlineOf(parts({ attachments: [{ fallback: 'f' }] }))).toBe('f');
    expect(headlineOf(parts({}))).toBe('');
  });
});
