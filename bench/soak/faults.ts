import type { SimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import type { LocalSlack } from '../../src/sandbox/slack/server.ts';
import type { Hearing } from './hearing.ts';
import type { Random } from './random.ts';

const SERVICES = ['keystone', 'ironic', 'nova', 'placement', 'neutron', 'glance'] as const;
const METHODS = [
  'chat.postMessage',
  'chat.update',
  'assistant.threads.setStatus',
  'views.open',
  'users.info',
  'conversations.history',
  'conversations.replies',
  'response_url',
] as const;

/** What can go wrong next, each by a name for the count. Slack's counters run down by themselves, a cloud is healed by dice. */
export function faultsOf(
  { slack, cloud }: { readonly slack: LocalSlack; readonly cloud: SimulatedCloud },
  hearing: Hearing,
  random: Random,
): readonly (readonly [name: string, run: () => void])[] {
  const method = random.pick(METHODS);
  const service = random.pick(SERVICES);
  const few = 1 + Math.floor(random.next() * 3);
  /** One is renewed while the other stands, as Slack does. */
  const one = (run: () => void) => () => {
    if (slack.connections === 2) run();
  };
  const both = (run: () => void) => () => {
    hearing.excuse();
    run();
  };
  return [
    ['refresh of one', one(() => slack.faults.refresh('one'))],
    ['refresh of one', one(() => slack.faults.refresh('one'))],
    ['warning', one(() => slack.faults.warn('one'))],
    ['refresh of both', both(() => slack.faults.refresh('all'))],
    ['both cut', both(() => slack.faults.dropSockets())],
    ['429', () => slack.faults.rateLimit(method, few, few)],
    ['503', () => slack.faults.answer(method, 1, 503)],
    ['a page', () => slack.faults.garble(method, 1)],
    ['hang', () => slack.faults.hang(method, 1)],
    ['its own trouble', () => slack.faults.refuse(method, 1, 'internal_error')],
    ['slow', () => slack.faults.latency('*', random.next() * 1_000)],
    ['quick', () => slack.faults.latency('*', 0)],
    ['no new connection', () => slack.faults.answer('apps.connections.open', 1, 500)],
    ['redelivery', () => Object.assign(slack.faults, { redeliverNext: true, redeliverNextAsk: true })],
    ['service down', () => cloud.faults.down(service)],
    ['service hangs', () => cloud.faults.hang(service)],
    ['service 500', () => cloud.faults.status(service, 500)],
    ['garbage', () => cloud.faults.garbage(service)],
    ['lost write', () => cloud.faults.writes('ironic', { done: true, answer: 'lost', times: 1 })],
    ['tokens', () => cloud.faults.expireTokens()],
    ...Array.from({ length: 6 }, () => ['heal', () => cloud.faults.heal()] as const),
  ];
}
