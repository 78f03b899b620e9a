import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { createPager, queryString, segment } from '../../../src/openstack/paths.ts';

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
  const after = (link: string | undefined, first = {}, items = 1) =>
    createPager('ironic', first).next(link, items);

  it('keeps our query and takes only the marker from the link', () => {
    expect(after('https://elsewhere.test/v1/nodes?limit=999&marker=m', { limit: '2' })).toEqual({
      limit: '2',
      marker: 'm',
    });
    expect(after('/v2.1/servers?marker=m')).toEqual({ marker: 'm' });
  });

  it('is none without a link', () => {
    expect(after(undefined)).toBeUndefined();
    expect(after(undefined, {}, 0)).toBeUndefined();
  });

  it('is an error, not the end, when the link leads nowhere new', () => {
    for (const link of ['http://x/y', 'http://['])
      expect(() => after(link)).toThrow('Ironic cut a list into pages that do not lead on');
    expect(() => after('?marker=m', {}, 0)).toThrow(ServiceError);
    const pager = createPager('ironic', {});
    expect(pager.next('?marker=a', 1)).toEqual({ marker: 'a' });
    expect(pager.next('?marker=b', 1)).toEqual({ marker: 'b' });
    expect(() => pager.next('?marker=a', 1)).toThrow(ServiceError);
  });
});
