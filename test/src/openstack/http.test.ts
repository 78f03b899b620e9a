import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import { startDeadline } from '../../../src/openstack/deadline.ts';
import { createHttp, retryAfterMs } from '../../../src/openstack/http.ts';
import { isTlsFailure } from '../../../src/openstack/network-errors.ts';
import { recorded } from '../../support/facts.ts';
import { ironicVersions, PLACES, service, useHttpMocks } from '../../support/http.ts';
import { setUpBare, testClock } from './setup.ts';

useHttpMocks();

const NODE = recorded('ironic/node-bmc-dead') as object;
const ask = () => service(PLACES.ironic).get('/v1/nodes/n1');

async function failure(work: Promise<unknown>): Promise<ServiceError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServiceError)) throw new Error('a ServiceError was expected', { cause: error });
  return error;
}

describe('a request', () => {
  it.each([502, 503, 504, 429])('is sent again after %d', async (status) => {
    const { cloud, clock, requests } = setUpBare();
    ask().reply(status, 'busy');
    ask().reply(200, NODE, ironicVersions());
    expect(await cloud.ironic.getNode('n1')).toMatchObject({ fault: 'power failure' });
    expect(clock.slept).toEqual([100]);
    expect(requests.map((one) => one.status)).toEqual([status, 200]);
  });

  it('is sent at most three times, each wait up to twice the last', async () => {
    const { cloud, clock } = setUpBare();
    ask()
      .times(3)
      .reply(503, '<html><head><title>x</title></head><body><h1>No server is available</h1></body></html>');
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({
      code: 'server-error',
      status: 503,
      detail: 'No server is available',
    });
    expect(clock.slept).toEqual([100, 200]);
  });

  it('is not sent again after an error of the service itself', async () => {
    const { cloud } = setUpBare();
    ask().reply(500, recorded('ironic/error-concurrent-action-limit') as object, ironicVersions());
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({
      code: 'server-error',
      requestId: 'req-ironic',
    });
  });

  it('waits as long as the service asks', async () => {
    const { cloud, clock } = setUpBare();
    ask().reply(429, '', { 'Retry-After': '2' });
    ask().reply(200, NODE, ironicVersions());
    await cloud.ironic.getNode('n1');
    expect(clock.slept).toEqual([2_000]);
  });

  it('gives up at once when the service asks for more time than there is', async () => {
    const { cloud, clock } = setUpBare();
    ask().reply(429, '', { 'Retry-After': '60' });
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({ code: 'rate-limited' });
    expect(clock.slept).toEqual([]);
  });

  it('is sent again when the connection breaks, and then called unreachable', async () => {
    const { cloud } = setUpBare();
    ask()
      .times(3)
      .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({
      code: 'unreachable',
      message: 'Ironic cannot be reached (ECONNREFUSED)',
    });
  });

  it('is not sent again when the certificate is refused', async () => {
    const { cloud } = setUpBare();
    ask().replyWithError(
      Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    );
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({ code: 'tls' });
  });

  it('ends at its own deadline, also when headers or body never come', async () => {
    const { cloud } = setUpBare();
    ask().delay(60_000).reply(200, NODE);
    expect(await failure(cloud.ironic.getNode('n1', { deadlineMs: 20 }))).toMatchObject({
      code: 'timeout',
      message: 'Ironic did not answer within 20 ms',
    });
  });

  it.each([
    [undefined, 'aborted', 'Asking Ironic was given up'],
    [new DOMException('The operation timed out', 'TimeoutError'), 'timeout', 'Ironic did not answer in time'],
  ])(
    'ends when the caller gives up, and tells lack of time from lack of interest',
    async (reason, code, message) => {
      const { cloud, requests } = setUpBare();
      const caller = new AbortController();
      ask().reply(() => {
        caller.abort(reason);
        return [200, NODE];
      });
      const options = { signal: caller.signal };
      expect(await failure(cloud.ironic.getNode('n1', options))).toMatchObject({ code, message });
      // And what is given up already is not even sent.
      expect(await failure(cloud.ironic.getNode('n1', options))).toMatchObject({ code, message });
      expect(requests).toMatchObject([{ status: undefined, failure: code }]);
    },
  );

  it('waits for its turn when too many are under way, within its own deadline', async () => {
    const { cloud } = setUpBare({ max_concurrent: 1 });
    ask().delay(60_000).reply(200, NODE);
    const first = cloud.ironic.getNode('n1', { deadlineMs: 60 });
    const second = cloud.ironic.getNode('n1', { deadlineMs: 20 });
    expect(await failure(second)).toMatchObject({ code: 'timeout' });
    expect(await failure(first)).toMatchObject({ code: 'timeout' });
  });

  it('has given its place back when its text is told', async () => {
    const clock = testClock();
    const http = createHttp({ cloud: 'prod', verify: true, maxConcurrent: 1, clock });
    using deadline = startDeadline(2_000, clock);
    const get = { method: 'GET', url: `${PLACES.ironic}/v1/nodes/n1`, headers: {} } as const;
    ask().times(2).reply(200, NODE);
    const told: string[] = [];
    const onText = async (text: string) => {
      told.push(text, JSON.stringify((await http.send('ironic', get, deadline)).body));
    };
    await http.send('ironic', { ...get, onText }, deadline);
    expect(told).toEqual([JSON.stringify(NODE), JSON.stringify(NODE)]);
  });

  it('does not follow redirects', async () => {
    const { cloud } = setUpBare();
    ask().reply(302, '', { Location: 'http://elsewhere.test/' });
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({ code: 'bad-answer', status: 302 });
  });

  it('tells where an answer has another form, and not what stands there', async () => {
    const { cloud } = setUpBare();
    ask().reply(200, { ...NODE, maintenance_reason: { leaked: 'hunter22' } }, ironicVersions());
    const error = await failure(cloud.ironic.getNode('n1'));
    expect(error).toMatchObject({ code: 'bad-answer', requestId: 'req-ironic' });
    expect(error.message).toBe('Ironic answered in a form that we do not know, at maintenance_reason');
  });

  it('calls an answer that is no JSON a bad one', async () => {
    const { cloud } = setUpBare();
    ask().reply(200, '<html>login</html>', { 'Content-Type': 'text/html' });
    expect(await failure(cloud.ironic.getNode('n1'))).toMatchObject({ code: 'bad-answer' });
  });

  it('is counted for the cloud and for the read that made it', async () => {
    const { cloud, requests } = setUpBare();
    ask().reply(200, NODE, ironicVersions());
    const own: unknown[] = [];
    await cloud.ironic.getNode('n1', { onRequest: (one) => own.push(one) });
    expect(own).toEqual(requests);
    expect(own).toEqual([
      {
        cloud: 'prod',
        service: 'ironic',
        method: 'GET',
        path: '/v1/nodes/n1',
        status: 200,
        ms: 0,
        requestId: 'req-ironic',
      },
    ]);
  });
});

describe('Retry-After', () => {
  it('is read in seconds and as a date', () => {
    const now = Date.parse('2026-11-22T17:35:00Z');
    expect(retryAfterMs('3', now)).toBe(3_000);
    expect(retryAfterMs('Sun, 22 Nov 2026 17:35:09 GMT', now)).toBe(9_000);
    expect(retryAfterMs('Sun, 22 Nov 2026 17:00:00 GMT', now)).toBe(0);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(undefined, now)).toBeUndefined();
  });
});

describe('TLS failures', () => {
  it('are told apart from broken connections', () => {
    for (const code of [
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'EPROTO',
    ]) {
      expect(isTlsFailure(code, '')).toBe(true);
    }
    for (const code of ['ECONNRESET', 'ETIMEDOUT', ''])
      expect(isTlsFailure(code, 'socket hang up')).toBe(false);
  });
});
