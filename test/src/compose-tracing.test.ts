import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { composeTracing } from '../../src/compose-tracing.ts';
import { onErrand } from '../../src/lib/errand.ts';
import { createLog } from '../../src/log.ts';
import { requests } from '../../src/openstack/told.ts';

const REQUEST = {
  cloud: 'dc1',
  service: 'nova',
  method: 'GET',
  path: '/servers',
  status: 200,
  ms: 3,
  serviceTime: undefined,
  requestId: 'req-of-nova',
};

function logged(level: string) {
  const lines: Record<string, unknown>[] = [];
  return {
    lines,
    log: createLog({ level, destination: { write: (line: string) => void lines.push(JSON.parse(line)) } }),
  };
}

test('each request has its line where somebody wants to see them, until it is closed', async () => {
  const [loud, quiet] = [logged('debug'), logged('info')];
  const both = [
    await composeTracing({ tracing: undefined }, loud.log),
    await composeTracing({ tracing: undefined }, quiet.log),
  ];
  requests.tell(REQUEST);
  for (const one of both) await one.close();
  requests.tell(REQUEST);
  expect(quiet.lines).toEqual([]);
  expect(loud.lines).toMatchObject([{ msg: 'asked', requestId: 'req-of-nova' }]);
});

test('traces are sent where they are wanted, the last of them when it is closed', async () => {
  const heard: (string | undefined)[] = [];
  const collector = createServer((incoming, answer) => {
    heard.push(incoming.url);
    incoming.resume().once('end', () => answer.end());
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${(collector.address() as AddressInfo).port}`);
  const { log, lines } = logged('info');
  const traces = await composeTracing({ tracing: { share: 1 } }, log);
  await onErrand({ what: 'sweep' }, async () => requests.tell(REQUEST));
  await traces.close();
  vi.unstubAllEnvs();
  collector.closeAllConnections();
  collector.close();
  expect([heard, lines]).toEqual([['/v1/traces'], []]);
});
