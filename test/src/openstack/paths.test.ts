import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPage, queryString, segment } from '../../../src/openstack/paths.ts';

describe('a path segment', () => {
  it('stays one segment of its folder, whatever the word', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('.', '..', '', '../x', '%2e%2e', 'a/b', '?', '#', '\ud800'),
        ),
        (word) => {
          const url = new URL(`/v1/nodes/${segment(word)}/end`, 'http://i.test');
          expect(url.pathname.split('/')).toHaveLength(5);
          expect(url.pathname.startsWith('/v1/nodes/')).toBe(true);
          expect(url.search + url.hash).toBe('');
        },
      ),
    );
  });
});

describe('a query', () => {
  it('leaves out what is undefined and repeats lists', () => {
    expect(queryString({ a: '1', b: undefined, c: ['x', 'y'] })).toBe('?a=1&c=x&c=y');
    expect(queryString({ b: undefined })).toBe('');
  });
});

describe('the next page', () => {
  it('keeps our query and takes only the marker from the link', () => {
    expect(nextPage({ limit: '2' }, 'https://elsewhere.test/v1/nodes?limit=999&marker=m')).toEqual({
      limit: '2',
      marker: 'm',
    });
    expect(nextPage({}, '/v2.1/servers?marker=m')).toEqual({ marker: 'm' });
  });

  it('is none without a link, without a marker, or when the marker stands still', () => {
    expect(nextPage({}, undefined)).toBeUndefined();
    expect(nextPage({}, 'http://x/y')).toBeUndefined();
    expect(nextPage({}, 'http://[')).toBeUndefined();
    expect(nextPage({ marker: 'm' }, '?marker=m')).toBeUndefined();
  });
});
