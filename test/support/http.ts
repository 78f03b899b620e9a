import nock from 'nock';
import { afterEach, beforeEach } from 'vitest';

/**
 * HTTP for client tests. Call once at the top of a test file; then every request of a test must meet a mock and
 * every mock must be met, or the test fails and says which one, and what to do about it.
 */
export function useHttpMocks(): void {
  let strays: string[] = [];
  const onStray = (...args: unknown[]) => {
    strays.push(describe(args));
  };

  beforeEach(() => {
    strays = [];
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    nock.emitter.on('no match', onStray);
  });

  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.emitter.off('no match', onStray);
    nock.abortPendingRequests();
    nock.cleanAll();
    nock.restore();
    const complaints = [
      ...[...new Set(strays)].map(
        (stray) =>
          `No mock answers ${stray}. Either the code asks for too much, or the test lacks a line like\n  service('http://…').get('/…').reply(200, recorded('…'))`,
      ),
      ...unused.map(
        (mock) =>
          `Nobody asked for ${mock}. Either the code no longer needs it and the line can go, or the request differs (path, query or header).`,
      ),
    ];
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });
}

function describe(args: readonly unknown[]): string {
  for (const arg of args) {
    if (typeof arg !== 'object' || arg === null) continue;
    const { method, path, host, hostname, port, options } = arg as Record<string, unknown>;
    if (typeof options === 'object' && options !== null) return describe([options]);
    if (typeof path === 'string')
      return `${method ?? 'GET'} ${hostname ?? host ?? ''}${port ? `:${port}` : ''}${path}`;
    if (arg instanceof Request) return `${arg.method} ${arg.url}`;
  }
  return 'a request';
}

/** A service at an address, to be given answers. */
export function service(base: string, options?: nock.Options): nock.Scope {
  return options ? nock(base, options) : nock(base);
}

export const PLACES = {
  keystone: 'http://127.0.0.1:5000',
  ironic: 'http://127.0.0.1:6385',
  nova: 'http://127.0.0.1:8774',
  placement: 'http://127.0.0.1:8778',
  neutron: 'http://127.0.0.1:9696',
  glance: 'http://127.0.0.1:9292',
} as const;

/** What Ironic says of its versions in every answer. */
export const ironicVersions = (used = '1.82', maximum = '1.82') => ({
  'X-OpenStack-Ironic-API-Version': used,
  'X-OpenStack-Ironic-API-Minimum-Version': '1.1',
  'X-OpenStack-Ironic-API-Maximum-Version': maximum,
  'Openstack-Request-Id': 'req-ironic',
});
