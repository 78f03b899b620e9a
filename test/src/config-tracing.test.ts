import { expect, test } from 'vitest';
import { tracingSettings } from '../../src/config-tracing.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

test.each<[Record<string, string>, number | undefined]>([
  [{}, undefined],
  [ENDPOINT, 1],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }, 1],
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, 1],
  [{ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }, undefined],
  [{ ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }, undefined],
  [{ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'always_off' }, 0],
  [{ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }, 0.25],
  [{ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'traceidratio' }, 1],
  [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_TRACES_SAMPLER: '' }, 1],
])('%j', (env, share) => expect(tracingSettings(env)?.share).toBe(share));

test.each<[Record<string, string>, RegExp]>([
  [{ OTEL_TRACES_EXPORTER: 'zipkin' }, /OTEL_TRACES_EXPORTER is zipkin; traces are sent by otlp/],
  [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /OTEL_EXPORTER_OTLP_PROTOCOL is grpc/],
  [{ ...ENDPOINT, OTEL_TRACES_SAMPLER: 'jaeger_remote' }, /known are always_on, always_off and traceidratio/],
  [
    { ...ENDPOINT, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '25%' },
    /OTEL_TRACES_SAMPLER_ARG is 25%, not a number from 0 to 1/,
  ],
])('%j is refused in words', (env, words) => expect(() => tracingSettings(env)).toThrow(words));
