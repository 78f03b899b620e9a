import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { CHANNEL, ENGINEER, startLocalBot } from './support/bot.ts';

const NAMES = ['bm-a03', 'bm-d11'] as const;

test('from what Slack sent to what OpenStack is told one id leads, and two questions at once keep theirs apart', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    level: 'debug',
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  const told: { readonly path: string; readonly id: unknown }[] = [];
  const note = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    told.push({ path: request.path, id: request.getHeader('x-openstack-request-id') });
  };
  const answered = () => lines.filter(({ msg }) => msg === 'answered');
  await using local = await startLocalBot({ log });
  subscribe('http.client.request.start', note);
  for (const name of NAMES) void local.slack.slash(ENGINEER, CHANNEL, '/ironic', `why ${name}`);
  await local.slack.until(() => answered().length === NAMES.length || undefined, 60_000);
  unsubscribe('http.client.request.start', note);

  const ids = answered().map(({ correlation }) => correlation);
  expect(new Set(ids).size).toBe(NAMES.length);
  const about = <T extends { readonly path?: unknown }>(paths: readonly T[], name: string) =>
    paths.filter(({ path }) => String(path).startsWith(`/v1/nodes/${name}`));
  for (const name of NAMES) {
    const asked = about(
      lines.filter(({ msg }) => msg === 'asked'),
      name,
    );
    const [id] = asked.map(({ correlation }) => correlation);
    expect(ids).toContain(id);
    expect(asked.map(({ correlation, requestId }) => [correlation, requestId])).toEqual(
      asked.map(() => [id, expect.stringMatching(/^req-/)]),
    );
    expect(about(told, name)).toEqual(
      asked.map(({ path }) => ({ path: expect.stringContaining(String(path)), id })),
    );
  }
});
