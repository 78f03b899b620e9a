import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { diagnoses } from '../diagnosis/told.ts';
import { requests } from '../openstack/told.ts';
import { acknowledged, answers, slackCalls } from '../slack/told.ts';
import { addGauges, type MetricSources, type OnFailure } from './gauges.ts';

export interface Metrics {
  /** Prometheus' text format. */
  text(): Promise<string>;
  readonly type: string;
  /** Hears of nothing any more. */
  close(): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How the bot itself is, for Prometheus: what is told in this process from now on, and what the sources say. */
export function createMetrics(sources: MetricSources, onFailure: OnFailure): Metrics {
  const registry = new Registry();
  const of = { registers: [registry] };
  collectDefaultMetrics({ register: registry });
  const ends = [
    ...hearDiagnoses(of),
    requests.hear(
      observer(
        new Histogram({
          ...of,
          name: 'ironic_oncall_openstack_request_seconds',
          help: 'Attempts to reach a service of OpenStack; status "none" where no answer came.',
          labelNames: ['cloud', 'service', 'method', 'status'],
          buckets: SECONDS,
        }),
        ({ cloud, service, method, status, ms }) => [
          { cloud, service, method, status: hundreds(status) },
          ms,
        ],
      ),
    ),
    slackCalls.hear(
      observer(
        new Histogram({
          ...of,
          name: 'ironic_oncall_slack_call_seconds',
          help: "Tries of calls of Slack's Web API.",
          labelNames: ['method', 'outcome'],
          buckets: SECONDS,
        }),
        ({ method, outcome, ms }) => [{ method, outcome }, ms],
      ),
    ),
    acknowledged.hear(
      observer(
        new Histogram({
          ...of,
          name: 'ironic_oncall_acknowledgement_seconds',
          help: 'From what Slack sent to telling it that we have it; it waits for three seconds.',
          labelNames: ['kind'],
          buckets: SECONDS,
        }),
        ({ kind, ms }) => [{ kind }, ms],
      ),
    ),
    answers.hear(
      observer(
        new Histogram({
          ...of,
          name: 'ironic_oncall_answer_seconds',
          help: 'Questions of people, when they were answered.',
          labelNames: ['command', 'outcome'],
          buckets: SECONDS,
        }),
        ({ command, outcome, ms }) => [{ command, outcome }, ms],
      ),
    ),
  ];
  addGauges(sources, registry, onFailure);
  return {
    text: () => registry.metrics(),
    type: registry.contentType,
    close() {
      for (const end of ends) end();
      registry.clear();
    },
  };
}

/** A histogram takes seconds, the house tells milliseconds. */
function observer<T, L extends string>(
  histogram: Histogram<L>,
  measured: (what: T) => readonly [labels: Record<L, string>, ms: number],
) {
  return (what: T): void => {
    const [labels, ms] = measured(what);
    histogram.observe(labels, ms / 1000);
  };
}

function hearDiagnoses(of: { readonly registers: Registry[] }) {
  const made = new Counter({
    ...of,
    name: 'ironic_oncall_diagnoses_total',
    help: 'Diagnoses by what they found on top, and how sure they were.',
    labelNames: ['cause', 'confidence'],
  });
  const unknown = new Counter({
    ...of,
    name: 'ironic_oncall_checks_unknown_total',
    help: 'Checks that could not be made, by the fact that was not there and why.',
    labelNames: ['fact', 'why'],
  });
  const took = new Histogram({
    ...of,
    name: 'ironic_oncall_diagnosis_seconds',
    help: 'From the question to the report.',
    buckets: SECONDS,
  });
  return [
    diagnoses.hear(({ verdict, unknown: checks, cost }) => {
      made.inc({ cause: verdict.cause, confidence: verdict.confidence });
      for (const { fact, kind } of checks) unknown.inc({ fact: fact ?? 'none', why: kind });
      took.observe(cost.ms / 1000);
    }),
  ];
}

/** 200 -> `2xx`. */
const hundreds = (status: number | undefined): string =>
  status === undefined ? 'none' : `${Math.floor(status / 100)}xx`;
