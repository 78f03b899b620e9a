import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFilePattern } from '../../../../src/logs/files/file-pattern.ts';

it.each([
  ['/var/log/*.log', '/var/log/a.log', {}],
  ['/var/log/*.log', '/var/log/a/b.log', undefined],
  ['/var/log/?.log', '/var/log/ab.log', undefined],
  ['/var/log/**/x.log', '/var/log/x.log', {}],
  ['/var/log/**/x.log', '/var/log/a/b/x.log', {}],
  ['/var/log/{host}/{service}.log*', '/var/log/c1/ironic.log.2.gz', { host: 'c1', service: 'ironic' }],
  ['/var/log/{host}/{service}.log*', '/var/log/c1/a.b.log', { host: 'c1', service: 'a.b' }],
  ['/var/log/{service}-{host}.log', '/var/log/nova-c1.log', { host: 'c1', service: 'nova' }],
  ['/var/log/a+b(1)[x].log', '/var/log/a+b(1)[x].log', {}],
  ['/var/log/a.log', '/var/log/aXlog', undefined],
])('%s and %s', (pattern, path, captured) => {
  expect(parseFilePattern(pattern).captures(path)).toEqual(captured);
});

it.each([
  ['/var/log/{node}.log', /\{node\}; there are \{host\} and \{service\}/],
  ['/var/{host}/{host}.log', /twice/],
  ['/var/{host}{service}.log', /nothing between/],
])('%s is a mistake in the configuration', (pattern, words) => {
  expect(() => parseFilePattern(pattern)).toThrow(
    expect.objectContaining({ code: 'config', message: expect.stringMatching(words) }),
  );
});

it('a path without wildcards means itself, whatever is in it', () => {
  const part = fc
    .string({ minLength: 1 })
    .filter((text) => !/[*?{}/\0]/.test(text) && !/^\.{1,2}$/.test(text));
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const path = `/${parts.join('/')}`;
      expect(parseFilePattern(path).captures(path)).toEqual({});
      expect(parseFilePattern(path).captures(`${path}x`)).toBeUndefined();
    }),
  );
});

it('refuses a name with so many wildcards that a long file name would take minutes', () => {
  expect(() => parseFilePattern('/var/log/*a*a*a*a*.log')).toThrow(/more than 4 \*/);
  expect(parseFilePattern('/var/log/*/*-{host}-*.log*').text).toBeTruthy();
});
