import { HEALTHY_NODE, minutesAgo, NOW } from './facts.ts';

/**
 * A catalogued wording where an engineer meets it: Nova's fault, a log line, an answer of the API, or `last_error` of a
 * node in the state that the failure leaves it in (openstack/ironic ironic/common/state_machine.py).
 */
export function snapshotOf(number: number, text: string): Record<string, unknown> {
  if (NOVA_FAULT.has(number)) return { now: NOW, instance: failedServer(text) };
  const log = LOGS[number];
  if (log !== undefined) return { now: NOW, logs: [{ source: log, host: 'c1', lines: [line(log, text)] }] };
  if (API.has(number)) {
    return { now: NOW, message: JSON.stringify({ error_message: JSON.stringify({ faultstring: text }) }) };
  }
  const node = failedNode(number, text);
  // Whoever sets last_error writes history too (openstack/ironic ironic/conductor/utils.py, node_history_record).
  const event = { uuid: 'e1', created_at: minutesAgo(5), severity: 'ERROR', event: node.last_error };
  return { now: NOW, node, history: [event] };
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Those between them that Nova only logs are below. */
const NOVA_FAULT: ReadonlySet<number> = new Set([1, 2, ...range(6, 15), 17, 18]);
const API: ReadonlySet<number> = new Set([...range(24, 55), 85, 109, 118, 120, 132, 134, 135, 140, 141]);

const IRONIC_LOG = 'ironic-conductor';
const LOGS: Readonly<Record<number, string>> = {
  ...Object.fromEntries([3, 4, 5].map((number) => [number, 'nova-scheduler'])),
  ...Object.fromEntries([16, ...range(19, 23)].map((number) => [number, 'nova-compute'])),
  ...Object.fromEntries(
    [60, 61, 62, 65, 68, 69, 70, 76, 79, 93, 94, 96, 99, 102, 103, 104, 113, 133, 149, 159, 160].map(
      (number) => [number, IRONIC_LOG],
    ),
  ),
};

function line(source: string, text: string): string {
  // Nova tells at INFO why it found no host; what a conductor writes at WARNING is told of as it is.
  const level = source === 'nova-scheduler' ? 'INFO' : 'ERROR';
  const request = 'req-8d1cbb1e-5b1c-4c0e-9f43-4d0f0f6e1f7a';
  return `2026-11-22 17:58:01.123 27 ${level} ${source.replace('-', '.')} [None ${request} - - - - -] ${text}`;
}

function failedServer(message: string) {
  return {
    id: '35b07cd5-9f60-4463-ac91-9e70c0240710',
    name: 'web-1',
    status: 'ERROR',
    fault: { code: 500, message, created: minutesAgo(5) },
    created: minutesAgo(10),
    updated: minutesAgo(5),
  };
}

/** What went wrong with the power of a node that rests is written long after it came to rest. */
const AT_REST: readonly number[] = [59, 63, 64, 66, 78];
/** These stand inside the wording of the power action that failed. */
const WITHIN_POWER_ACTION: readonly number[] = [64, 78];

function failedNode(number: number, inner: string) {
  const text = WITHIN_POWER_ACTION.includes(number)
    ? `Failed to change power state to 'power on': ${inner}`
    : inner;
  const provision_state = stateOf(number, text);
  const rests = AT_REST.includes(number);
  const power = number === 59 ? { maintenance: true, maintenance_reason: text, fault: 'power failure' } : {};
  return {
    ...HEALTHY_NODE,
    provision_state,
    last_error: text,
    power_state: provision_state === 'clean failed' ? 'power on' : 'power off',
    provision_updated_at: minutesAgo(rests ? 600 : 5),
    updated_at: minutesAgo(5),
    ...power,
  };
}

function stateOf(number: number, text: string): string {
  if (AT_REST.includes(number)) return 'available';
  if (number >= 56 && number <= 58) return 'enroll';
  if (number === 88 || (number >= 155 && number <= 158)) return 'inspect failed';
  if (number === 89 || (number >= 161 && number <= 163)) return 'rescue failed';
  if (number === 90) return 'service failed';
  if (number === 164) return 'error';
  if (number === 165) return 'adopt failed';
  if (/^service step/i.test(text)) return 'service failed';
  const cleaning = /^clean step/i.test(text) || number === 87 || (number >= 137 && number <= 154);
  return cleaning ? 'clean failed' : 'deploy failed';
}
