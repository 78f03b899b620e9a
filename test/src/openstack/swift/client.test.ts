import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { PLACES, service, useHttpMocks } from '../../../support/http.ts';
import { login, setUp, setUpBare } from '../setup.ts';

useHttpMocks();

const SWIFT = 'http://127.0.0.1:8080';
const endpoint_override = { swift: `${SWIFT}/v1/AUTH_p` };
const { swift } = setUpBare({ endpoint_override }).cloud;
const listing = (prefix: string) => ({ prefix, format: 'json', limit: '1000' });

describe('Swift', () => {
  it('lists what begins with a prefix, also where a gateway ignores it', async () => {
    service(SWIFT)
      .get('/v1/AUTH_p/logs')
      .query(listing('n1_'))
      .reply(200, [{ name: 'n1_a', bytes: 3, hash: 'x' }, { name: 'n2_a', bytes: 3 }, { subdir: 'n1_/' }]);
    expect(await swift.objects('logs', 'n1_')).toEqual([{ name: 'n1_a', bytes: 3 }]);
  });

  it('takes no body for an empty container', async () => {
    service(SWIFT).get('/v1/AUTH_p/logs').query(listing('n')).reply(204);
    expect(await swift.objects('logs', 'n')).toEqual([]);
  });

  it('follows full pages by their last name', async () => {
    const page = Array.from({ length: 1000 }, (_, i) => ({ name: `n${String(i).padStart(4, '0')}` }));
    service(SWIFT).get('/v1/AUTH_p/logs').query(listing('n')).reply(200, page);
    service(SWIFT)
      .get('/v1/AUTH_p/logs')
      .query({ ...listing('n'), marker: 'n0999' })
      .reply(200, [{ name: 'n1000' }]);
    expect(await swift.objects('logs', 'n')).toHaveLength(1001);
  });

  it('says whose account it is when there is no such container', async () => {
    service(SWIFT).get('/v1/AUTH_p/logs').query(listing('n')).reply(404, '<html><h1>Not Found</h1></html>');
    await expect(swift.objects('logs', 'n')).rejects.toMatchObject({
      code: 'not-found',
      service: 'swift',
      message: expect.stringContaining("account of this credential's project"),
    });
  });

  it('gives an object as a stream of its very bytes', async () => {
    const bytes = Buffer.from('1f8b0800ff', 'hex');
    service(SWIFT)
      .get('/v1/AUTH_p/logs/n_2026-11-22-17%3A00%3A00.tar.gz')
      .matchHeader('accept-encoding', 'identity')
      .reply(200, bytes, { 'Content-Encoding': 'gzip' });
    const stream = await swift.download('logs', 'n_2026-11-22-17:00:00.tar.gz');
    expect((await buffer(stream)).equals(bytes)).toBe(true);
  });

  it.each([
    [403, 'forbidden'],
    [404, 'not-found'],
    [302, 'bad-answer'],
  ] as const)('turns HTTP %i in the place of a stream into words', async (status, code) => {
    service(SWIFT).get('/v1/AUTH_p/logs/n').reply(status, 'no', { Location: 'http://elsewhere.example/' });
    await expect(swift.download('logs', 'n')).rejects.toMatchObject({ code, status, service: 'swift' });
  });

  it('logs in again once when its token is refused', async () => {
    const { cloud } = setUp({ endpoint_override });
    login('first');
    login('second');
    const object = () => service(SWIFT).get('/v1/AUTH_p/logs/n');
    object().matchHeader('x-auth-token', 'first').reply(401, 'no');
    object().matchHeader('x-auth-token', 'second').reply(200, 'yes');
    expect(String(await buffer(await cloud.swift.download('logs', 'n')))).toBe('yes');
    expect(PLACES.keystone).toContain('5000');
  });

  it('gives up with its caller', async () => {
    const giveUp = AbortSignal.abort();
    await expect(swift.download('logs', 'n', { signal: giveUp })).rejects.toMatchObject({ code: 'aborted' });
  });
});
