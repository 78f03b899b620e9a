import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, detailOf, errorOf, requestIdOf } from '../../../src/openstack/answers.ts';
import { recorded } from '../../support/facts.ts';

describe("a service's own sentence", () => {
  it.each([
    ['Ironic', recorded('ironic/error-node-locked'), 'is locked by host conductor-1'],
    [
      'the frame around Ironic',
      recorded('ironic/error-version-too-high'),
      'The supported version range is: [1.1, 1.82].',
    ],
    [
      'a newer Ironic, without JSON in JSON',
      { error_message: { faultcode: 'Client', faultstring: 'Node x could not be found.' } },
      'Node x could not be found.',
    ],
    [
      'Placement',
      recorded('placement/candidates-unknown'),
      'No such resource class CUSTOM_LAB_NOBODY_HAS_THIS.',
    ],
    ['Nova', { conflictingRequest: { code: 409, message: 'Instance is locked' } }, 'Instance is locked'],
    ['Neutron', recorded('neutron/error-mac-in-use'), 'The mac address 52:54:00:1a:b0:77 is in use.'],
    [
      'Keystone',
      { error: { code: 401, title: 'Unauthorized', message: 'The request requires authentication.' } },
      'requires authentication',
    ],
    [
      'Glance',
      '<html>\n <head><title>404 Not Found</title></head><body><h1>404 Not Found</h1>\nNo image &lt;x&gt;<br /></body></html>',
      '404 Not Found No image <x>',
    ],
    ['a proxy', 'upstream connect error', 'upstream connect error'],
  ])('is found in what %s answers', (_, body, words) => {
    expect(detailOf(body)).toContain(words);
  });

  it.each([[undefined], [null], [''], [{}], [[]], [42], ['   ']])('is absent in %j', (body) => {
    expect(detailOf(body)).toBeUndefined();
  });

  it('is cut to 2 000 code points with both ends kept', () => {
    const detail = detailOf(`begin ${'😀'.repeat(3_000)} end`) ?? '';
    expect(Array.from(detail)).toHaveLength(2_000);
    expect(detail).toMatch(/^begin .* end$/u);
  });

  it('loses its secrets', () => {
    expect(detailOf({ error: { message: 'bad X-Auth-Token: abcdef' } })).toBe('bad X-Auth-Token: ***');
  });

  it('is looked for in any JSON without failing', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => ['string', 'undefined'].includes(typeof detailOf(body))));
  });
});

describe('an error', () => {
  it('has a stable code for each kind of status', () => {
    const codes = [301, 400, 401, 403, 404, 406, 409, 429, 500, 503].map(codeOf);
    expect(codes).toEqual([
      'bad-answer',
      'refused',
      'unauthorized',
      'forbidden',
      'not-found',
      'refused',
      'conflict',
      'rate-limited',
      'server-error',
      'server-error',
    ]);
  });

  it('says in its message nothing that the service said', () => {
    const error = errorOf('ironic', { status: 500, headers: {}, body: { error_message: 'S3CR3T' } });
    expect(error.message).toBe('Ironic failed (HTTP 500)');
    expect(error.detail).toBe('S3CR3T');
  });

  it('keeps the request id, however it is spelt', () => {
    expect(requestIdOf({ 'x-openstack-request-id': 'a', 'x-compute-request-id': 'b' })).toBe('a');
    expect(requestIdOf({ 'openstack-request-id': 'a' })).toBe('a');
    expect(requestIdOf({ 'x-compute-request-id': 'b' })).toBe('b');
    expect(requestIdOf({})).toBeUndefined();
  });
});
