import { afterEach, describe, expect, it, vi } from 'vitest';
import { composeHttp, type HttpParts } from '../../src/compose-http.ts';
import { AlertsSchema } from '../../src/core/alert-config.ts';
import type { Listener } from '../../src/http/listener.ts';
import { createLog } from '../../src/log.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const http = { host: '127.0.0.1', port: 0 };
const alerts = AlertsSchema.parse({ channels: ['C1A'], webhook: { channel: 'C1A', token_env: 'TOKEN' } });
const deliver = vi.fn(async () => undefined);
const parts: HttpParts = {
  log: createLog({ level: 'silent', destination: 2 }),
  connected: () => true,
  records: undefined,
  sources: { connections: () => 2 },
  intake: { deliver },
};
const secret = (variable: string) => (variable === 'TOKEN' ? TOKEN : undefined);
let listener: Listener | undefined;
afterEach(async () => {
  await listener?.close();
  listener = undefined;
});

describe('our own listener', () => {
  it('is not there where nobody configured it', async () => {
    expect(await composeHttp({ http: undefined, alerts: undefined, secret }, parts)).toBeUndefined();
  });

  it('tells how the bot is', async () => {
    listener = await composeHttp({ http, alerts: undefined, secret }, parts);
    const text = async (path: string) => (await fetch(`${listener?.address}${path}`)).text();
    expect(await text('/healthz')).toBe('ok\n');
    expect(await text('/readyz')).toBe('slack: ok\nrecords: none configured\n');
    expect(await text('/metrics')).toContain('ironic_oncall_slack_connections 2');
    expect((await fetch(`${listener?.address}/alerts/alertmanager`, { method: 'POST' })).status).toBe(404);
  });

  it('takes alerts with the token', async () => {
    listener = await composeHttp({ http, alerts, secret }, parts);
    const alert = { status: 'firing', labels: { alertname: 'X', node: 'bm-a01' }, annotations: {} };
    const send = (token: string) =>
      fetch(`${listener?.address}/alerts/alertmanager`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ version: '4', groupKey: 'g', receiver: 'r', alerts: [alert] }),
      });
    expect((await send('guess')).status).toBe(401);
    expect(deliver).not.toHaveBeenCalled();
    expect((await send(TOKEN)).status).toBe(200);
    expect(deliver).toHaveBeenCalledOnce();
  });
});

describe('mistakes are told at the start', () => {
  it.each([
    [
      'no listener',
      { http: undefined, secret },
      'alerts.webhook needs our own listener: set http with a port',
    ],
    ['no token', { http, secret: () => undefined }, 'alerts.webhook.token_env names TOKEN, which is not set'],
    ['a short token', { http, secret: () => 'abc' }, 'TOKEN is shorter than 16 signs'],
  ])('%s', async (_, config, words) => {
    await expect(composeHttp({ alerts, ...config }, parts)).rejects.toThrow(words);
  });
});
