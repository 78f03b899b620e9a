import {
  type Attributes,
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  RandomIdGenerator,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { diagnoses } from '../diagnosis/told.ts';
import { type Errand, errand, errandsBegun, errandsEnded } from '../lib/errand.ts';
import { requests } from '../openstack/told.ts';
import { slackCalls } from '../slack/told.ts';

export interface TracingOptions {
  /** How many of the errands are traced: 0 to 1. */
  readonly share: number;
  /** Where spans go; by default OTLP over HTTP, to where OpenTelemetry's own environment variables say. */
  readonly exporter?: SpanExporter;
  /** In the words of OpenTelemetry. */
  readonly onFailure: (words: string) => void;
}

export interface Tracing {
  /** Sends what is left, and hears of nothing any more. */
  close(): Promise<void>;
}

/**
 * An errand is a trace, and what is told in the house while it lasts are its spans, made when they are over. The errand's
 * UUID is the trace's id, so that the one is found by the other, and both in the logs of OpenStack.
 */
export function startTracing({ share, exporter, onFailure }: TracingOptions): Tracing {
  const heard = (words: string) => onFailure(words);
  const silent = () => undefined;
  diag.setLogger(
    { error: heard, warn: heard, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const ids = new RandomIdGenerator();
  let next: Errand | undefined;
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'ironic-oncall' }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(share),
    idGenerator: {
      generateTraceId: () => (next ? traceIdOf(next) : ids.generateTraceId()),
      generateSpanId: () => ids.generateSpanId(),
    },
    spanProcessors: [new BatchSpanProcessor({ exporter: exporter ?? new OTLPTraceExporter() })],
  });
  const tracer = provider.getTracer('ironic-oncall');
  const roots = new WeakMap<Errand, Span>();

  /** What took so long until now; outside of any errand it belongs to nothing and is left out. */
  function over(name: string, kind: SpanKind, ms: number, attributes: Attributes, failed: boolean): void {
    const now = errand();
    const root = now && roots.get(now);
    if (!root) return;
    const end = Date.now();
    const span = tracer.startSpan(
      name,
      { kind, attributes, startTime: end - ms },
      trace.setSpan(ROOT_CONTEXT, root),
    );
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(end);
  }

  const ends = [
    errandsBegun.hear((begun) => {
      next = begun;
      const attributes = {
        'oncall.correlation': begun.id,
        ...(begun.from ? { 'oncall.from': begun.from } : {}),
      };
      roots.set(begun, tracer.startSpan(begun.what, { kind: SpanKind.CONSUMER, attributes }, ROOT_CONTEXT));
      next = undefined;
    }),
    errandsEnded.hear(({ errand: ended, error }) => {
      const root = roots.get(ended);
      if (error !== undefined) root?.setStatus({ code: SpanStatusCode.ERROR });
      root?.end();
    }),
    requests.hear(({ cloud, service, method, path, status, ms, requestId }) => {
      const attributes = {
        'oncall.cloud': cloud,
        'oncall.service': service,
        'http.request.method': method,
        'url.path': path,
        ...(status === undefined ? {} : { 'http.response.status_code': status }),
        ...(requestId === undefined ? {} : { 'openstack.request_id': requestId }),
      };
      over(`${method} ${service}`, SpanKind.CLIENT, ms, attributes, status === undefined || status >= 500);
    }),
    slackCalls.hear(({ method, outcome, ms }) =>
      over(`slack ${method}`, SpanKind.CLIENT, ms, { 'oncall.outcome': outcome }, outcome === 'failed'),
    ),
    diagnoses.hear(({ verdict, reference, cost }) =>
      over(
        'diagnosis',
        SpanKind.INTERNAL,
        cost.ms,
        {
          'oncall.cause': verdict.cause,
          'oncall.confidence': verdict.confidence,
          'oncall.reference': reference,
        },
        false,
      ),
    ),
  ];
  return {
    async close() {
      for (const end of ends) end();
      await provider.shutdown().catch((error: unknown) => onFailure(String(error)));
      diag.disable();
    },
  };
}

/** 32 hexadecimal digits, as a UUID has. */
function traceIdOf({ id }: Errand): string {
  return id.replace(/^req-|-/g, '');
}

function samplerOf(share: number) {
  if (share >= 1) return new AlwaysOnSampler();
  return share <= 0 ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(share);
}
