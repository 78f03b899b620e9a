import { describe, expect, it } from 'vitest';
import { type HealthOptions, healthRoutes } from '../../../src/http/health-routes.ts';

const signal = new AbortController().signal;
async function ask(path: string, options: Partial<HealthOptions> = {}) {
  const routes = healthRoutes({ connected: () => true, records: async () => undefined, ...options });
  const route = routes.find((one) => one.path === path);
  return route?.answer({ method: 'GET', path, json: undefined, signal });
}

describe('/healthz', () => {
  it('is well as long as the process answers, whatever else is ill', async () => {
    const records = () => Promise.reject(new Error('x'));
    expect(await ask('/healthz', { connected: () => false, records })).toEqual({ status: 200, body: 'ok' });
  });
});

describe('/readyz', () => {
  it.each<[string, number, string, Partial<HealthOptions>]>([
    ['all there', 200, 'slack: ok\nrecords: ok', {}],
    ['no records wanted', 200, 'slack: ok\nrecords: none configured', { records: undefined }],
    ['no Slack', 503, 'slack: not connected\nrecords: ok', { connected: () => false }],
    [
      'no records',
      503,
      'slack: ok\nrecords: not there',
      { records: () => Promise.reject(new Error('secret')) },
    ],
    [
      'records that hang',
      503,
      'slack: ok\nrecords: no answer',
      { records: () => new Promise(() => undefined), patienceMs: 1 },
    ],
  ])('%s', async (_, status, body, options) => {
    expect(await ask('/readyz', options)).toEqual({ status, body });
  });
});
