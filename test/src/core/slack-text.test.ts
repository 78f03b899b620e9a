import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/core/slack-text.ts';

describe('a text of Slack, as people see it', () => {
  it.each([
    ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c', []],
    ['see <https://x.org/a?b=1&amp;c=2|the page>', 'see the page', ['https://x.org/a?b=1&c=2']],
    ['see <https://x.org/a>!', 'see !', ['https://x.org/a']],
    ['Source: https://x.org/node-1 end', 'Source: end', ['https://x.org/node-1']],
    ['<http://node-1.example.org|node-1.example.org>', 'node-1.example.org', ['http://node-1.example.org']],
    ['<@U1|node-1> <#C1|node-2> <!here> <!subteam^S1|@node-3>', '', []],
    ['<mailto:a@node-1.org|a@node-1.org>', '', []],
    ['<tel:4412345|44 12 345>', '44 12 345', []],
    ['at <!date^1392734382^{date}|18 Feb 2014>', 'at 18 Feb 2014', []],
    ['node\u200b-\u00ad17\u202e', 'node-17', []],
    ['node\u201117', 'node-17', []],
    ['a\u00a0b\tc\r\nd', 'a b c\nd', []],
    ['&lt;https://evil.org|node-1&gt;', '< |node-1>', ['https://evil.org']],
  ])('%j is %j', (typed, text, links) => expect(plainText(typed)).toEqual({ text, links }));

  it('stays as short as what was typed, for anything that is typed', () => {
    const unit = fc.constantFrom(
      '<',
      '>',
      '|',
      '&',
      'amp;',
      '@',
      '#',
      '!',
      'http://',
      'a',
      '\u200b',
      '\ud800',
      '\n',
      ' ',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (typed) => {
        const { text } = plainText(typed);
        expect(text.length).toBeLessThanOrEqual(typed.length);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });
});
