import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../../src/core/report.ts';
import { diagnoses } from '../../../src/diagnosis/told.ts';
import type { MetricSources } from '../../../src/metrics/gauges.ts';
import { createMetrics, type Metrics } from '../../../src/metrics/metrics.ts';
import { requests } from '../../../src/openstack/told.ts';
import { acknowledged, answers, slackCalls } from '../../../src/slack/told.ts';

let metrics: Metrics;
const onFailure = vi.fn();
afterEach(() => {
  metrics.close();
  onFailure.mockClear();
});
function start(sources: Partial<MetricSources> = {}): Metrics {
  metrics = createMetrics({ connections: () => 2, ...sources }, onFailure);
  return metrics;
}
/** Our lines without the buckets. */
async function lines(): Promise<readonly string[]> {
  const text = await metrics.text();
  return text.split('\n').filter((line) => /^ironic_oncall/.test(line) && !line.includes('_bucket'));
}

const request = {
  cloud: 'prod',
  service: 'nova',
  method: 'GET',
  path: '/servers/x',
  serviceTime: 0,
  requestId: 'r',
};
const report = {
  verdict: { cause: 'lock-stuck', confidence: 'likely', summary: 'x' },
  unknown: [
    { check: 'a/b', asks: '?', reason: 'x', fact: 'conductors', kind: 'denied' },
    { check: 'a/c', asks: '?', reason: 'x', kind: 'broken' },
  ],
  cost: { requests: 3, ms: 250 },
} as unknown as Report;

describe('what is told', () => {
  it('is counted and timed by what matters, and by nothing that a cloud could make up', async () => {
    start();
    requests.tell({ ...request, status: 404, ms: 40 });
    requests.tell({ ...request, status: undefined, ms: 10_000 });
    slackCalls.tell({ method: 'chat.postMessage', outcome: 'rate-limited', ms: 20 });
    acknowledged.tell({ kind: 'command', ms: 8 });
    answers.tell({ command: 'why', outcome: 'answered', ms: 900 });
    diagnoses.tell(report);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'ironic_oncall_openstack_request_seconds_sum{cloud="prod",service="nova",method="GET",status="4xx"} 0.04',
        'ironic_oncall_openstack_request_seconds_sum{cloud="prod",service="nova",method="GET",status="none"} 10',
        'ironic_oncall_slack_call_seconds_count{method="chat.postMessage",outcome="rate-limited"} 1',
        'ironic_oncall_acknowledgement_seconds_sum{kind="command"} 0.008',
        'ironic_oncall_answer_seconds_sum{command="why",outcome="answered"} 0.9',
        'ironic_oncall_diagnoses_total{cause="lock-stuck",confidence="likely"} 1',
        'ironic_oncall_checks_unknown_total{fact="conductors",why="denied"} 1',
        'ironic_oncall_checks_unknown_total{fact="none",why="broken"} 1',
        'ironic_oncall_diagnosis_seconds_sum 0.25',
      ]),
    );
    expect(await metrics.text()).not.toContain('/servers/x');
  });

  it('is heard by nobody after the end', async () => {
    start();
    metrics.close();
    diagnoses.tell(report);
    expect(await lines()).toEqual([]);
  });
});

describe('what is asked for', () => {
  it('stands there as it is at the moment, and only where there is a source', async () => {
    const states = vi
      .fn()
      .mockResolvedValueOnce({ waiting: 2, running: 1 })
      .mockResolvedValueOnce({ waiting: 1 });
    start({ approvals: states, outbox: () => ({ waiting: 3, oldestMs: 1_500 }) });
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'ironic_oncall_slack_connections 2',
        'ironic_oncall_outbox_waiting 3',
        'ironic_oncall_outbox_oldest_seconds 1.5',
        'ironic_oncall_approvals{state="waiting"} 2',
        'ironic_oncall_approvals{state="running"} 1',
      ]),
    );
    const later = await lines();
    expect(later.filter((line) => line.includes('approvals'))).toEqual([
      'ironic_oncall_approvals{state="waiting"} 1',
    ]);
    expect(later.join()).not.toContain('journal');
  });

  it('is missing where its source fails: that is not zero', async () => {
    const gone = () => Promise.reject(new Error('no database'));
    start({ journal: gone, stories: gone });
    const said = await lines();
    expect(said.join()).not.toMatch(/journal|stories/);
    expect(said).toContain('ironic_oncall_slack_connections 2');
    expect(onFailure.mock.calls.map(([source]) => source).sort()).toEqual([
      'ironic_oncall_alert_stories',
      'ironic_oncall_journal_entries',
    ]);
  });
});
