import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, between } from '../../../../src/slack/render/dates.ts';
import { bold, code, codeBlock, join, link, md, plain, text } from '../../../../src/slack/render/escape.ts';
import { wildText } from '../support/wild.ts';

describe('running text', () => {
  it.each([
    ['a <!channel> & <@U1>', 'a &lt;!channel&gt; &amp; &lt;@U1&gt;'],
    ['hello @here and @Channel', 'hello ＠here and ＠Channel'],
    ['*bold* ~gone~', '∗bold∗ ∼gone∼'],
    ['_italic_ but clean_wait stays', '＿italic_ but clean_wait stays'],
    ['CUSTOM_ in front, others as _.', 'CUSTOM_ in front, others as _.'],
    ['stuck in `clean wait` now', 'stuck in `clean wait` now'],
    ['a lone ` tick', "a lone ' tick"],
    ['two\nlines\tand\u2028more', 'two lines and more'],
    ['abc\u202edef\u200b\u2066', 'abcdef'],
    ['nul\u0000 esc\u001b', 'nul␀ esc␛'],
    ['lone \ud800', 'lone \ufffd'],
  ])('%j is shown as %j', (value, shown) => {
    expect(text(value)).toBe(shown);
  });

  it('is cut between code points, measured after escaping', () => {
    expect(text('&&&&', 12)).toBe('&amp;&amp;…');
    expect(text('🦊🦊🦊', 5)).toBe('🦊🦊…');
    fc.assert(
      fc.property(wildText, fc.integer({ min: 2, max: 400 }), (value, max) => {
        for (const made of [text(value, max), code(value, max + 12), codeBlock(value, max + 20)]) {
          expect(made.isWellFormed()).toBe(true);
        }
        expect(text(value, max).length).toBeLessThanOrEqual(max);
        expect(code(value, max + 12).length).toBeLessThanOrEqual(max + 12);
        expect(codeBlock(value, max + 20).length).toBeLessThanOrEqual(max + 20);
        expect(plain(value, max).length).toBeLessThanOrEqual(max);
        expect(plain(value, max).length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('code', () => {
  it('cannot be broken out of', () => {
    expect(code('a` <!channel> `b')).toBe("`a' &lt;!channel&gt; 'b`");
    expect(codeBlock('```\n<@U1>\n```')).toBe("```\n'''\n&lt;@U1&gt;\n'''\n```");
  });

  it('keeps both ends of an error, since the inner cause stands last', () => {
    const error = `Failed to deploy: ${'x'.repeat(500)} [Errno 28] No space left on device`;
    const shown = code(error, 120);
    expect(shown).toMatch(/^`Failed to deploy.*…x*.*No space left on device`$/);
  });

  it('says so when there is nothing', () => {
    expect(code('')).toBe('`(empty)`');
    expect(code('\u200b\n')).toBe('`(empty)`');
  });

  it('keeps the lines of a command', () => {
    expect(codeBlock('one\n\ttwo  \r\nthree')).toBe('```\none\n  two\nthree\n```');
  });
});

describe('plain text', () => {
  it('has no brackets that a client could take for a mention', () => {
    expect(plain('<!here> & `x`', 50)).toBe('‹!here› & `x`');
    expect(plain('', 50)).toBe('-');
  });
});

describe('our own words', () => {
  it('are put together of escaped parts', () => {
    expect(md`*${text('<a>')}* ${3}`).toBe('*&lt;a&gt;* 3');
    expect(join([text('a'), text(''), text('b')], ' · ')).toBe('a · b');
    expect(bold(text('x'))).toBe('*x*');
    expect(link('https://docs.openstack.org/a?b=1&c=2', 'a | <b>')).toBe(
      '<https://docs.openstack.org/a?b=1&amp;c=2|a / &lt;b&gt;>',
    );
  });
});

describe('times', () => {
  it("are drawn in the reader's zone, with UTC for where that fails", () => {
    expect(at('2026-11-22T03:14:07')).toBe(
      '<!date^1795317247^{date_short_pretty} {time_secs}|2026-11-22 03:14:07 UTC>',
    );
  });

  it('stay text when nobody can read them', () => {
    expect(at('yesterday <!here>')).toBe('yesterday &lt;!here&gt;');
    expect(at('1960-01-01T00:00:00Z')).toBe('1960-01-01T00:00:00Z');
    expect(at(null)).toBe('');
  });

  it('between two is how long it took', () => {
    expect(between('2026-11-22T00:02:01+00:00', '2026-11-22T03:14:09Z')).toBe('3 h 12 min');
    expect(between(null, '2026-11-22T03:14:09Z')).toBe('');
  });
});
