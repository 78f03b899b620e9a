import type { Route } from './route.ts';

/** For Prometheus. */
export function metricsRoute(metrics: { text(): Promise<string>; readonly type: string }): Route {
  return {
    method: 'GET',
    path: '/metrics',
    answer: async () => ({ status: 200, body: await metrics.text(), type: metrics.type }),
  };
}
