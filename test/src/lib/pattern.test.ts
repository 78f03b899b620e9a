import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../src/lib/pattern.ts';

describe('a pattern of an operator', () => {
  it('gives what its named groups hold, whatever the case', () => {
    const pattern = compilePattern(String.raw`BMC of (?<node>[\w.-]+) lost(?: on (?<host>\w+))?`);
    expect(pattern.groups.toSorted()).toEqual(['host', 'node']);
    expect(pattern.find('warning: bmc of bm-a05 lost')).toEqual({ node: 'bm-a05' });
    expect(pattern.find('BMC of bm-a05 lost on c2')).toEqual({ node: 'bm-a05', host: 'c2' });
    expect(pattern.find('BMC of bm-a05 found')).toBeUndefined();
  });

  it.each([
    ['(?=a)b', /no RE2 expression: .*`\(\?=`/],
    ['(a)\\1', /no RE2 expression/],
    ['(', /no RE2 expression/],
    ['a*', /fits an empty text/],
    ['x'.repeat(501), /more than 500 characters/],
    ['(?:[a-z]{900}[0-9]{900}[a-f]{900})', /repeats too much/],
  ])('refuses %.40s in words', (source, why) => {
    expect(() => compilePattern(source)).toThrow(why);
  });

  it.each([
    ['(a*)*b', 'a'.repeat(8000)],
    ['(?<node>(a|aa)+)+$', `${'a'.repeat(8000)}c`],
    ['.*x.*y.*z.*(?<node>q)w', 'xyzq'.repeat(2000)],
    ['(x+x+)+y', 'x'.repeat(8000)],
  ])('does not hang on %s, which hangs others', (source, text) => {
    expect(compilePattern(source).find(text)).toBeUndefined();
  });

  it('finds what the own engine finds, for patterns that both take', () => {
    const atom = fc.constantFrom('a', 'b', '[ab]', '.', String.raw`\w`, '-', 'node', '(?:ab|b)');
    const piece = fc.tuple(atom, fc.constantFrom('', '?', '+', '*', '{1,2}')).map((one) => one.join(''));
    const source = fc
      .tuple(fc.array(piece, { maxLength: 3 }), fc.array(piece, { maxLength: 3 }))
      .map(([front, inner]) => `${front.join('')}x(?<node>${inner.join('')})`);
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'x', '-', 'n', 'o', 'd', 'e', ' '),
      maxLength: 30,
    });
    fc.assert(
      fc.property(source, text, (written, said) => {
        const own = new RegExp(written, 'i').exec(said);
        expect(compilePattern(written).find(said)).toEqual(own ? { node: own.groups?.['node'] } : undefined);
      }),
      { numRuns: 500 },
    );
  });
});
