import { expect, it } from 'vitest';
import {
  calledLately,
  earlierMisses,
  mayHaveMissedBoot,
  missedBoot,
  othersThatMissed,
  saysNoCall,
} from '../../../src/core/boot-trouble.ts';
import type { HistoryEvent, Node } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from '../../support/facts.ts';

const now = new Date(NOW);
const TIMED_OUT = 'Timeout reached while waiting for callback for node x';
const node = (fields: object) => ({ ...HEALTHY_NODE, ...fields }) as unknown as Node;
const failed = (minutes: number, fields: object = {}) =>
  node({
    provision_state: 'deploy failed',
    last_error: TIMED_OUT,
    provision_updated_at: minutesAgo(minutes),
    ...fields,
  });

it.each([
  [TIMED_OUT, true],
  ['Timeout reached while cleaning the node. Failed on step {}.', true],
  ["Timeout reached while cleaning the node. Failed on step {'step': 'erase_devices'}.", false],
  ['IPMI call timed out', false],
  ['', false],
  [null, false],
])('%s says that nobody called: %s', (text, expected) => {
  expect(saysNoCall(text)).toBe(expected);
});

it('a wait misses its ramdisk once a boot is over, a failure by its words', () => {
  const wait = (minutes: number) =>
    node({ provision_state: 'clean wait', provision_updated_at: minutesAgo(minutes) });
  expect([wait(3), wait(18), wait(60)].map((one) => missedBoot(one, now))).toEqual([
    undefined,
    'waits',
    'waits',
  ]);
  expect(missedBoot(failed(60), now)).toBe('timed-out');
  expect(missedBoot(failed(60, { last_error: 'no space' }), now)).toBeUndefined();
  expect(missedBoot(node({ provision_state: 'active', last_error: TIMED_OUT }), now)).toBeUndefined();
});

it('is worth a question where nothing else is the reason', () => {
  expect(mayHaveMissedBoot(failed(60, { last_error: null }))).toBe(true);
  expect(mayHaveMissedBoot(failed(60, { last_error: 'no space' }))).toBe(false);
  expect(mayHaveMissedBoot(failed(60, { boot_interface: 'fake' }))).toBe(false);
  expect(mayHaveMissedBoot(node({}))).toBe(false);
});

it('others count within a day of it, unless a person or a power fault holds them', () => {
  const other = (name: string, minutes: number, fields: object = {}) =>
    failed(minutes, { uuid: name, ...fields });
  const others = [
    other('near', 300),
    other('old', 3000),
    other('held', 300, { maintenance: true }),
    other('dark', 300, { maintenance: true, fault: 'power failure' }),
    other('by-ironic', 300, { maintenance: true, fault: 'clean failure' }),
  ];
  const found = othersThatMissed([failed(60), ...others], failed(60), now);
  expect(found.map((one) => one.uuid)).toEqual(['near', 'by-ironic']);
});

it('a node called lately when its agent did within a day and nothing is missed now', () => {
  const beat = (minutes: number) => ({ driver_internal_info: { agent_last_heartbeat: minutesAgo(minutes) } });
  expect(calledLately(node(beat(600)), now)).toBe(true);
  expect(calledLately(node(beat(6000)), now)).toBe(false);
  expect(calledLately(failed(60, beat(600)), now)).toBe(false);
});

it('several lines of one failure are one time-out', () => {
  const event = (minutes: number, text = TIMED_OUT) =>
    ({ uuid: `e${minutes}`, created_at: minutesAgo(minutes), event: text }) as HistoryEvent;
  const history = [event(5000), event(4999), event(9000), event(8000, 'no space'), event(60)];
  expect(earlierMisses(failed(60), history).map((one) => one.uuid)).toEqual(['e4999', 'e9000']);
});
