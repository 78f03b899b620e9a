import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { expect, test, vi } from 'vitest';
import { type Errand, errand, onErrand } from '../../../src/lib/errand.ts';
import { requests } from '../../../src/openstack/told.ts';
import type { RequestRecord } from '../../../src/openstack/wire.ts';
import { slackCalls } from '../../../src/slack/told.ts';
import { startTracing } from '../../../src/tracing/tracing.ts';

const request = (fields: Partial<RequestRecord> = {}): RequestRecord => ({
  cloud: 'dc1',
  service: 'ironic',
  method: 'GET',
  path: '/v1/nodes',
  status: 200,
  ms: 40,
  serviceTime: undefined,
  requestId: 'req-of-ironic',
  ...fields,
});

/** What is kept in memory is forgotten by the end. */
class Kept extends InMemorySpanExporter {
  readonly all: ReadableSpan[] = [];
  override export(...[spans, done]: Parameters<InMemorySpanExporter['export']>): void {
    this.all.push(...spans);
    super.export(spans, done);
  }
}

async function traced(share: number, work: () => Promise<unknown>): Promise<readonly ReadableSpan[]> {
  const exporter = new Kept();
  const onFailure = vi.fn();
  const tracing = startTracing({ share, exporter, onFailure });
  await work();
  await tracing.close();
  expect(onFailure).not.toHaveBeenCalled();
  return exporter.all;
}
const found = (spans: readonly ReadableSpan[], name: string) => {
  const span = spans.find((one) => one.name === name);
  if (!span) throw new Error(`no span ${name} among ${spans.map((one) => one.name).join(', ')}`);
  return span;
};

test('an errand is a trace by its own id, with what was asked meanwhile in it', async () => {
  let on: Errand | undefined;
  const spans = await traced(1, () =>
    onErrand({ what: 'slack app_mention', from: 'Ev1' }, async () => {
      on = errand();
      requests.tell(request());
      slackCalls.tell({ method: 'chat.postMessage', outcome: 'ok', ms: 12 });
    }),
  );
  const [root, asked, posted] = ['slack app_mention', 'GET ironic', 'slack chat.postMessage'].map((name) =>
    found(spans, name),
  );
  const traceId = on?.id.replace(/^req-|-/g, '');
  expect(spans.map((span) => span.spanContext().traceId)).toEqual([traceId, traceId, traceId]);
  for (const span of [asked, posted])
    expect(span?.parentSpanContext?.spanId).toBe(root?.spanContext().spanId);
  expect(root?.attributes).toMatchObject({ 'oncall.from': 'Ev1', 'oncall.correlation': on?.id });
  expect(asked?.attributes).toMatchObject({
    'http.response.status_code': 200,
    'openstack.request_id': 'req-of-ironic',
  });
  const [seconds = 0, nanos = 0] = asked?.duration ?? [];
  expect(seconds * 1000 + nanos / 1e6).toBeCloseTo(40, 0);
  expect(root?.resource.attributes['service.name']).toBe('ironic-oncall');
});

test('what nobody set off is in no trace, and each errand has its own', async () => {
  const spans = await traced(1, async () => {
    requests.tell(request());
    await Promise.all(['a', 'b'].map((what) => onErrand({ what }, async () => requests.tell(request()))));
  });
  expect(spans.map(({ name }) => name).toSorted()).toEqual(['GET ironic', 'GET ironic', 'a', 'b']);
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(2);
});

test('what failed is marked', async () => {
  const spans = await traced(1, async () => {
    await onErrand({ what: 'broke' }, async () => {
      requests.tell(request({ service: 'nova', status: undefined }));
      requests.tell(request({ status: 404 }));
      throw new Error('no');
    }).catch(() => undefined);
  });
  const failed = spans.filter(({ status }) => status.code === 2).map(({ name }) => name);
  expect(failed.toSorted()).toEqual(['GET nova', 'broke']);
});

test('none are made where none are wanted', async () => {
  expect(await traced(0, () => onErrand({ what: 'a' }, async () => requests.tell(request())))).toEqual([]);
});

/** As a collector hears it. */
async function sentTo(status: number, onFailure: (words: string) => void): Promise<IncomingMessage[]> {
  const heard: IncomingMessage[] = [];
  const collector = createServer((incoming, answer) => {
    heard.push(incoming);
    incoming.resume().once('end', () => answer.writeHead(status).end());
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => collector.once('listening', ready));
  const { port } = collector.address() as AddressInfo;
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer%20hunter2-hunter2');
  const tracing = startTracing({ share: 1, onFailure });
  await onErrand({ what: 'a' }, async () => undefined);
  await tracing.close();
  vi.unstubAllEnvs();
  collector.closeAllConnections();
  collector.close();
  return heard;
}

test("they go where OpenTelemetry's own variables say, with the headers that they say", async () => {
  const [first, ...rest] = await sentTo(200, () => undefined);
  expect(rest).toEqual([]);
  expect([first?.method, first?.url]).toEqual(['POST', '/v1/traces']);
  expect(first?.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    authorization: 'Bearer hunter2-hunter2',
  });
});

test('a collector that refuses them costs a line in the log and nothing else', async () => {
  const words: string[] = [];
  await sentTo(401, (said) => words.push(said));
  expect(words.join('\n')).toMatch(/401|Unauthorized/);
  expect(words.join('\n')).not.toContain('hunter2');
});
