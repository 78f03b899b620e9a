import { wrong } from './config-mistakes.ts';
import type { Environment } from './config-settings.ts';

export interface TracingSettings {
  /** How many of the errands are traced: 0 to 1. */
  readonly share: number;
}

/**
 * Set where one of OpenTelemetry's own variables asks for traces (opentelemetry-specification
 * specification/configuration/sdk-environment-variables.md). Where they go, with which headers and certificates, its exporter reads by itself.
 */
export function tracingSettings(env: Environment): TracingSettings | undefined {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return undefined;
  const exporter = env['OTEL_TRACES_EXPORTER'];
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (exporter === 'none' || !(exporter || endpoint)) return undefined;
  if (exporter && exporter !== 'otlp')
    throw wrong('OTEL_TRACES_EXPORTER', `is ${exporter}; traces are sent by otlp`);
  const protocol = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] || env['OTEL_EXPORTER_OTLP_PROTOCOL'];
  if (protocol && protocol !== 'http/protobuf')
    throw wrong('OTEL_EXPORTER_OTLP_PROTOCOL', `is ${protocol}; traces are sent as http/protobuf`);
  return { share: shareOf(env['OTEL_TRACES_SAMPLER'], env['OTEL_TRACES_SAMPLER_ARG']) };
}

/** Nobody calls us with a trace of theirs, so that a sampler that asks its parent decides by itself. */
function shareOf(sampler: string | undefined, argument: string | undefined): number {
  switch (sampler?.replace(/^parentbased_/, '') || 'always_on') {
    case 'always_on':
      return 1;
    case 'always_off':
      return 0;
    case 'traceidratio': {
      const share = argument ? Number(argument) : 1;
      if (share >= 0 && share <= 1) return share;
      throw wrong('OTEL_TRACES_SAMPLER_ARG', `is ${argument}, not a number from 0 to 1`);
    }
    default:
      throw wrong('OTEL_TRACES_SAMPLER', `is ${sampler}; known are always_on, always_off and traceidratio`);
  }
}
