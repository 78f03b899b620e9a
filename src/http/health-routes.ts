import type { HttpAnswer, Route } from './route.ts';

export interface HealthOptions {
  /** Whether Slack can reach us now. */
  readonly connected: () => boolean;
  /** Asks the records something small; undefined where nothing is remembered. */
  readonly records: (() => Promise<void>) | undefined;
  /** Of the answer about the records, in ms. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 2_000;

/**
 * `/healthz`: the process answers; who asks restarts it when it does not. `/readyz`: what it needs is there, too. An outage
 * of Slack or of the database is healed by no restart, so only the second one tells of it.
 */
export function healthRoutes(options: HealthOptions): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', answer: async () => ({ status: 200, body: 'ok' }) },
    { method: 'GET', path: '/readyz', answer: () => readiness(options) },
  ];
}

async function readiness({
  connected,
  records,
  patienceMs = PATIENCE_MS,
}: HealthOptions): Promise<HttpAnswer> {
  const lines = [
    ['slack', connected() ? 'ok' : 'not connected'],
    ['records', records ? await within(records, patienceMs) : 'none configured'],
  ] as const;
  const bad = lines.some(([, said]) => said !== 'ok' && said !== 'none configured');
  return { status: bad ? 503 : 200, body: lines.map(([what, said]) => `${what}: ${said}`).join('\n') };
}

async function within(ask: () => Promise<void>, ms: number): Promise<string> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve('no answer'), ms);
  const asked = ask().then(
    () => 'ok',
    () => 'not there',
  );
  const said = await Promise.race([asked, late.promise]);
  clearTimeout(timer);
  return said;
}
