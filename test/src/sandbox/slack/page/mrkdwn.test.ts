import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInline, parsePlain } from '../../../../../src/sandbox/slack/page/inline.ts';
import { parseMarkdown } from '../../../../../src/sandbox/slack/page/markdown.ts';
import { parseMrkdwn } from '../../../../../src/sandbox/slack/page/mrkdwn.ts';

const text = (v: string) => ({ t: 'text', v });
const link = (href: string, label = href) => ({ t: 'link', href, c: [text(label)] });

describe('inline mrkdwn', () => {
  test.each<[string, unknown[]]>([
    ['*bold*', [{ t: 'bold', c: [text('bold')] }]],
    ['_it_ ~no~', [{ t: 'italic', c: [text('it')] }, text(' '), { t: 'strike', c: [text('no')] }]],
    ['*a _b_*', [{ t: 'bold', c: [text('a '), { t: 'italic', c: [text('b')] }] }]],
    ['provision_state_x', [text('provision_state_x')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['*open', [text('*open')]],
    ['`*raw* &lt;x&gt;`', [{ t: 'code', v: '*raw* <x>' }]],
    ['*`a*b` c*', [{ t: 'bold', c: [{ t: 'code', v: 'a*b' }, text(' c')] }]],
    ['<https://e.org/a?b=1&amp;c|here>', [link('https://e.org/a?b=1&c', 'here')]],
    ['see https://e.org/x.', [text('see '), link('https://e.org/x'), text('.')]],
    ['<javascript:alert(1)|x>', [text('<javascript:alert(1)|x>')]],
    [
      '<@U1> <#C1|ops> <!here>',
      [
        { t: 'user', id: 'U1', label: '' },
        text(' '),
        { t: 'channel', id: 'C1', label: 'ops' },
        text(' '),
        { t: 'broadcast', v: 'here' },
      ],
    ],
    ['<!subteam^S1>', [{ t: 'group', id: 'S1', label: '' }]],
    [
      '<!date^1700000000^{time}^https://e.org|then>',
      [{ t: 'date', at: 1_700_000_000, format: '{time}', href: 'https://e.org', fallback: 'then' }],
    ],
    [':warning: :not_one:', [{ t: 'emoji', name: 'warning', v: '⚠️' }, text(' :not_one:')]],
    ['&lt;b&gt; &amp;amp;', [text('<b> &amp;')]],
  ])('%s', (source, parts) => {
    expect(parseInline(source)).toEqual(parts);
  });
  test('plain_text knows emoji and nothing else', () => {
    expect(parsePlain('*a* :x: <@U1>')).toEqual([
      text('*a* '),
      { t: 'emoji', name: 'x', v: '❌' },
      text(' <@U1>'),
    ]);
  });
});

describe('lines of mrkdwn', () => {
  test('fences, quotes and bullets', () => {
    expect(parseMrkdwn('a\n&gt; q\n• one\n```\nx *y*\n```\nz')).toEqual([
      { t: 'line', c: [text('a')] },
      { t: 'quote', c: [{ t: 'line', c: [text('q')] }] },
      { t: 'item', mark: '•', depth: 0, c: [text('one')] },
      { t: 'pre', v: 'x *y*' },
      { t: 'line', c: [text('z')] },
    ]);
  });
  test('an unclosed fence is text', () => {
    expect(parseMrkdwn('```a')).toEqual([{ t: 'line', c: [text('```a')] }]);
  });
});

test('markdown has headings, lists, tables and links of the safe kinds', () => {
  expect(
    parseMarkdown('# T\n1. *x*\n\n| a | b |\n|---|---|\n| **c** | [d](https://e.org) |\n[e](javascript:x)'),
  ).toEqual([
    { t: 'heading', level: 1, c: [text('T')] },
    { t: 'item', mark: '1.', depth: 0, c: [{ t: 'italic', c: [text('x')] }] },
    { t: 'line', c: [] },
    {
      t: 'table',
      rows: [
        [[text('a')], [text('b')]],
        [[{ t: 'bold', c: [text('c')] }], [link('https://e.org', 'd')]],
      ],
    },
    { t: 'line', c: [text('[e](javascript:x)')] },
  ]);
});

test('no text makes a parser fail, hang, or yield a link that could run something', () => {
  const wild = fc.string({
    unit: fc.constantFrom(
      ...'*_~`<>|:@#!^&; \n-•1.[](){}ax',
      'https://e',
      'javascript:',
      '```',
      '\u202e',
      '😀',
    ),
  });
  fc.assert(
    fc.property(wild, (source) => {
      const found = JSON.stringify([parseMrkdwn(source), parseMarkdown(source), parsePlain(source)]);
      expect(found).not.toMatch(/"href":"(?!https?:\/\/|mailto:|tel:|")/);
    }),
    { numRuns: 2000 },
  );
});
