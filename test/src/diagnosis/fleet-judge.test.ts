import { expect, test } from 'vitest';
import type { FactReader } from '../../../src/core/facts.ts';
import type { Check, Playbook } from '../../../src/core/playbook.ts';
import { createFleetJudge } from '../../../src/diagnosis/fleet-judge.ts';
import type { FleetLists, ShortLists } from '../../../src/diagnosis/fleet-lists.ts';
import type { Node, Port } from '../../../src/openstack/ironic/schema.ts';

const NOW = new Date('2026-11-22T18:00:00Z');
const node = (uuid: string, fields: Partial<Node> = {}) =>
  ({ uuid, provision_state: 'available', ...fields }) as Node;
const given = <T>(value: T) => ({ kind: 'value', value }) as const;
const SHORT: ShortLists = { conductors: given([]), drivers: given([]), compute_services: given([]) };
const listsWith = (...withPorts: readonly string[]): FleetLists => ({
  ...SHORT,
  ports: given([]),
  portsOf: new Map(withPorts.map((uuid) => [uuid, [{ uuid: 'p' } as Port]])),
  hypervisors: undefined,
  hypervisorOf: new Map(),
});

/** A judge whose lists come when they are told to, and the nodes that its checks were run on, in order. */
function setUp(checks: readonly Omit<Check, 'asks' | 'run'>[]) {
  const short = Promise.withResolvers<ShortLists>();
  const whole = Promise.withResolvers<FleetLists>();
  const ran: string[] = [];
  const check = (one: Omit<Check, 'asks' | 'run'>): Check => ({
    ...one,
    asks: `${one.id}?`,
    async run(facts) {
      ran.push(`${one.id} ${(await facts.node()).uuid}`);
      return undefined;
    },
  });
  const playbook = { id: 'p', about: ['node'], checks: checks.map(check) } as unknown as Playbook;
  const judge = createFleetJudge({
    cloud: 'c',
    playbooks: [playbook],
    lists: { short: short.promise, whole: whole.promise },
    facts: { of: (one) => ({ node: async () => one }) as FactReader },
    now: NOW,
    clock: () => NOW,
    run: {
      signal: new AbortController().signal,
      lateReason: 'late',
      onBug: (check, error) => {
        throw new Error(check, { cause: error });
      },
    },
  });
  return { judge, short, whole, ran };
}

/** Until nothing is left to be done before the next list comes. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const isDone = (work: Promise<void>) => Promise.race([work.then(() => true), settled().then(() => false)]);
const HELD: Omit<Check, 'asks' | 'run'> = { id: 'held', suspects: (one) => one.maintenance === true };
const WIRED: Omit<Check, 'asks' | 'run'> = {
  id: 'wired',
  suspects: (one, fleet) => fleet.ports(one)?.length !== 0,
};

test('what hangs on the node alone is run before any list is there', async () => {
  const { judge, ran } = setUp([HELD]);
  judge.take(node('a', { maintenance: true }));
  judge.take(node('b'));
  await settled();
  expect(ran).toEqual(['held a']);
  expect([...(await judge.found()).keys()]).toEqual(['a']);
});

test('a node that only lists can clear is kept until they are there', async () => {
  const { judge, whole, ran } = setUp([HELD, WIRED]);
  for (const uuid of ['a', 'b']) judge.take(node(uuid));
  await judge.goOn();
  await settled();
  expect(ran).toEqual([]);
  whole.resolve(listsWith('b'));
  await settled();
  await judge.goOn();
  expect([...(await judge.found()).keys()]).toEqual(['b']);
  expect(ran).toEqual(['wired b']);
});

test('a check that is certain waits for those of the same node that are not', async () => {
  const { judge, whole, ran } = setUp([HELD, WIRED]);
  judge.take(node('a', { maintenance: true }));
  judge.take(node('b', { maintenance: true }));
  await settled();
  expect(ran).toEqual([]);
  whole.resolve(listsWith('b'));
  await judge.end();
  await judge.found();
  expect(ran.toSorted()).toEqual(['held a', 'held b', 'wired b']);
});

test('short lists are enough for whoever asks for no other', async () => {
  const { judge, short, ran } = setUp([
    { id: 'served', suspects: (_one, fleet) => fleet.conductors?.length === 0 },
  ]);
  judge.take(node('a'));
  short.resolve(SHORT);
  await settled();
  judge.take(node('b'));
  await settled();
  expect(ran).toEqual(['served b']);
});

test('ten thousand kept nodes are not added to before the lists are there', async () => {
  const { judge, whole } = setUp([WIRED]);
  for (let at = 0; at < 10_000; at += 1) judge.take(node(`n${at}`));
  const going = judge.goOn();
  expect(await isDone(going)).toBe(false);
  whole.resolve(listsWith('n7'));
  await going;
  expect([...(await judge.found()).keys()]).toEqual(['n7']);
});

test('the end waits for the lists', async () => {
  const { judge, whole } = setUp([WIRED]);
  judge.take(node('a'));
  const ending = judge.end();
  expect(await isDone(ending)).toBe(false);
  whole.resolve(listsWith('a'));
  await ending;
  expect([...(await judge.found()).keys()]).toEqual(['a']);
});
