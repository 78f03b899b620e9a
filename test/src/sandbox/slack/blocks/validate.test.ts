import { describe, expect, test } from 'vitest';
import type { Surface } from '../../../../../src/sandbox/slack/blocks/blocks.ts';
import { messageRefusal } from '../../../../../src/sandbox/slack/blocks/message.ts';
import { blockFaults } from '../../../../../src/sandbox/slack/blocks/validate.ts';
import { checkView } from '../../../../../src/sandbox/slack/blocks/view.ts';
import type { Json } from '../../../../../src/sandbox/slack/types.ts';
import samples from '../../../../fixtures/slack/blockkit-valid-samples.json' with { type: 'json' };

// The samples' generator gives every block the same id, which two of them in one message may not have.
const unnamed = (_key: string, value: unknown) => (value === 'fake_block_id' ? undefined : value);
const all = Object.entries(JSON.parse(JSON.stringify(samples.samples), unnamed) as Record<string, Json>);
const group = (name: string) => all.filter(([key]) => key.startsWith(`${name}/`));

/** An element alone, put where Slack takes it. */
function around(element: Json): { block: Json; surface: Surface } {
  const type = String(element['type']);
  if (type === 'image') return { block: { type: 'context', elements: [element] }, surface: 'message' };
  if (/_input$/.test(type)) {
    return { block: { type: 'input', label: { type: 'plain_text', text: 'x' }, element }, surface: 'modal' };
  }
  if (type === 'url') {
    return { block: { type: 'task_card', task_id: 't', title: 't', sources: [element] }, surface: 'message' };
  }
  return { block: { type: 'actions', elements: [element] }, surface: 'message' };
}

function richTextAround(part: Json): Json {
  const type = String(part['type']);
  const elements = type.startsWith('rich_text_') ? [part] : [{ type: 'rich_text_section', elements: [part] }];
  return { type: 'rich_text', elements };
}

describe('samples that Slack takes', () => {
  test.each(group('blocks'))('%s', (_, block) => {
    expect(blockFaults([block], block['type'] === 'alert' ? 'modal' : 'message')).toEqual([]);
  });
  test.each(group('elements'))('%s', (_, element) => {
    const { block, surface } = around(element);
    expect(blockFaults([block], surface)).toEqual([]);
  });
  test.each(group('rich_text'))('%s', (_, part) => {
    expect(blockFaults([richTextAround(part)], 'message')).toEqual([]);
  });
  test.each([...group('messages'), ...group('attachments')])('%s', (key, message) => {
    const list = (name: string) => (message[name] ?? []) as Json[];
    const content = key.startsWith('attachments')
      ? { text: '', blocks: [], attachments: [message] }
      : { text: '', blocks: list('blocks'), attachments: list('attachments') };
    expect(messageRefusal(content)).toBeUndefined();
  });
  test.each(group('views'))('%s', (_, view) => {
    expect(checkView(view)).toMatchObject({ ok: true });
  });
});

const text = (length: number, type = 'mrkdwn') => ({ type, text: 'x'.repeat(length) });
const plain = (length = 1) => text(length, 'plain_text');
const section = (rest: Json = {}) => ({ type: 'section', text: text(3), ...rest });
const button = (rest: Json = {}) => ({ type: 'button', text: plain(), action_id: 'go', ...rest });
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const option = (rest: Json = {}) => ({ text: plain(), value: 'v', ...rest });
const confirm = { title: plain(), text: text(1), confirm: plain(), deny: plain() };
const table = (rows = 1, columns = 1) => ({
  type: 'table',
  rows: Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => ({ type: 'raw_text', text: 'x' })),
  ),
});
const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const refused: [string, Json[], string][] = [
  [
    'a section over 3000 characters',
    [section({ text: text(3001) })],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'an empty text',
    [section({ text: text(0) })],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a section with nothing in it',
    [{ type: 'section' }],
    'must define either `fields` or `text` [json-pointer:/blocks/0]',
  ],
  [
    'eleven fields',
    [section({ fields: repeat(11, text(1)) })],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a field over 2000',
    [section({ fields: [text(2001)] })],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'a header over 150',
    [{ type: 'header', text: plain(151) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: text(5) }],
    'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
  ],
  ['an unknown block', [{ type: 'banner' }], 'unsupported type: banner [json-pointer:/blocks/0/type]'],
  ['a block without a type', [{ text: text(1) }], 'missing required field: type [json-pointer:/blocks/0]'],
  ['a block that is no object', ['x' as unknown as Json], 'must be an object [json-pointer:/blocks/0]'],
  [
    'an unknown property',
    [section({ colour: 'red' })],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'an unknown element',
    [actions({ type: 'knob' })],
    'unsupported type: knob [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    '26 buttons',
    [actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `${i}` })))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a button over 75',
    [actions(button({ text: plain(76) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a button value over 2000',
    [actions(button({ value: 'x'.repeat(2001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'an odd button style',
    [actions(button({ style: 'big' }))],
    'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'a button in mrkdwn',
    [actions(button({ text: text(1) }))],
    'must be one of: plain_text [json-pointer:/blocks/0/elements/0/text/type]',
  ],
  [
    'a javascript: link',
    [actions(button({ url: 'javascript:alert(1)' }))],
    'invalid_url [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'a confirm without deny',
    [actions(button({ confirm: { ...confirm, deny: undefined } }))],
    'missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]',
  ],
  [
    'a confirm title over 100',
    [actions(button({ confirm: { ...confirm, title: plain(101) } }))],
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
  ],
  [
    'a confirm text over 300',
    [actions(button({ confirm: { ...confirm, text: text(301) } }))],
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'an action_id over 255',
    [actions(button({ action_id: 'x'.repeat(256) }))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'a block_id over 255',
    [section({ block_id: 'x'.repeat(256) })],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'the same action_id twice',
    [actions(button(), button())],
    'action_id already exists: go [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'the same block_id twice',
    [section({ block_id: 'a' }), section({ block_id: 'a' })],
    'block_id already exists: a [json-pointer:/blocks/1/block_id]',
  ],
  [
    'six overflow options',
    [actions({ type: 'overflow', action_id: 'o', options: repeat(6, option()) })],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    '101 options',
    [actions({ type: 'static_select', action_id: 's', options: repeat(101, option()) })],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'a select with neither options nor groups',
    [actions({ type: 'static_select', action_id: 's' })],
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'an option value over 150',
    [actions({ type: 'overflow', action_id: 'o', options: [option({ value: 'x'.repeat(151) })] })],
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  [
    'eleven context elements',
    [{ type: 'context', elements: repeat(11, text(1)) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'an image without alt_text',
    [{ type: 'image', image_url: 'https://example.com/x.png' }],
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'an alert block',
    [{ type: 'alert', text: text(1) }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  ['a table of 101 rows', [table(101)], 'no more than 100 items allowed [json-pointer:/blocks/0/rows]'],
  ['a table of 21 columns', [table(1, 21)], 'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]'],
  ['two tables', [table(), table()], 'only one table allowed per message [json-pointer:/blocks]'],
  [
    'markdown over 12000',
    [{ type: 'markdown', text: 'x'.repeat(12_001) }],
    'must be less than 12001 characters [json-pointer:/blocks/0/text]',
  ],
  [
    'a container in a container',
    [{ type: 'container', title: plain(), child_blocks: [{ type: 'container', child_blocks: [section()] }] }],
    'unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]',
  ],
  [
    'eleven blocks in a container',
    [{ type: 'container', child_blocks: repeat(11, section()) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]',
  ],
  [
    'a rich text leaf of no known type',
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'html', text: 'x' }] }],
      },
    ],
    'unsupported type: html [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  ['51 blocks', repeat(51, section()), 'no more than 50 items allowed [json-pointer:/blocks]'],
];

describe('what Slack refuses in a message', () => {
  test.each(refused)('%s', (_, blocks, fault) => {
    expect(blockFaults(blocks, 'message')).toContain(fault);
  });
  test('neither text nor blocks', () => {
    expect(messageRefusal({ text: '', blocks: [], attachments: [] })?.error).toBe('no_text');
  });
  test('text above 40 000 characters', () => {
    expect(messageRefusal({ text: 'x'.repeat(40_001), blocks: [], attachments: [] })?.error).toBe(
      'msg_too_long',
    );
    expect(messageRefusal({ text: 'x'.repeat(40_000), blocks: [], attachments: [] })).toBeUndefined();
  });
  test('block texts that are fine one by one and above 13 200 characters together', () => {
    const blocks = repeat(4, section({ text: text(3000) }));
    expect(
      messageRefusal({ text: 'x', blocks: [...blocks, section({ text: text(1200) })], attachments: [] }),
    ).toBeUndefined();
    expect(
      messageRefusal({ text: 'x', blocks: [...blocks, section({ text: text(1201) })], attachments: [] })
        ?.error,
    ).toBe('msg_blocks_too_long');
  });
});

const modal = (rest: Json = {}) => ({ type: 'modal', title: plain(), blocks: [section()], ...rest });
const input = { type: 'input', label: plain(), element: { type: 'plain_text_input', action_id: 'a' } };

describe('what Slack refuses in a view', () => {
  test.each<[string, Json, string]>([
    [
      'no title',
      { type: 'modal', blocks: [section()] },
      'missing required field: title [json-pointer:/view]',
    ],
    [
      'a title over 24',
      modal({ title: plain(25) }),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'private_metadata over 3000',
      modal({ private_metadata: 'x'.repeat(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      '101 blocks',
      modal({ blocks: repeat(101, section()) }),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    ['no blocks at all', modal({ blocks: [] }), 'no fewer than 1 items allowed [json-pointer:/view/blocks]'],
    [
      'an input without a submit button',
      modal({ blocks: [input] }),
      'missing required field: submit [json-pointer:/view]',
    ],
    [
      'a markdown block',
      modal({ blocks: [{ type: 'markdown', text: 'x' }] }),
      'unsupported type: markdown [json-pointer:/view/blocks/0/type]',
    ],
    ['a view of no known type', { type: 'popup' }, 'unsupported type: popup [json-pointer:/view/type]'],
  ])('%s', (_, view, fault) => {
    const checked = checkView(view);
    expect(checked.ok ? [] : checked.faults).toContain(fault);
  });
  test('an alert block is fine in a modal', () => {
    expect(checkView(modal({ blocks: [{ type: 'alert', text: text(1), level: 'warning' }] })).ok).toBe(true);
  });
});
