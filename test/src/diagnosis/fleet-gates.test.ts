import { expect, test } from 'vitest';
import type { FleetView } from '../../../src/core/fleet-view.ts';
import type { Check, Playbook } from '../../../src/core/playbook.ts';
import { createFleetGates } from '../../../src/diagnosis/fleet-gates.ts';
import type { Driver, Node } from '../../../src/openstack/ironic/schema.ts';

const node = (fields: Partial<Node> = {}) => ({ uuid: 'n1', ...fields }) as Node;
const check = (id: string, fields: Partial<Check> = {}): Check => ({
  id,
  asks: `${id}?`,
  run: async () => undefined,
  ...fields,
});
const gatesOf = (...checks: readonly [Check, ...Check[]]) =>
  createFleetGates(
    [{ id: 'p', about: ['node'], checks } as unknown as Playbook],
    (fact) => fact !== 'history',
  );
const NOTHING: FleetView = {
  conductors: [],
  drivers: [],
  compute_services: [],
  ports: () => [],
  hypervisor: () => null,
};
const ids = (asked: readonly { readonly check: Check }[]) => asked.map((one) => one.check.id);

test('what looks at the node alone is decided at once', () => {
  const gates = gatesOf(
    check('always'),
    check('suspects', { suspects: ({ maintenance }) => maintenance === true }),
    check('applies', { appliesTo: ({ maintenance }) => maintenance === true }),
    check('needs', { needs: ['history'] }),
  );
  const well = gates.of(node());
  const held = gates.of(node({ maintenance: true }));
  expect([ids(well.asked), ids(held.asked)]).toEqual([['always'], ['always', 'suspects', 'applies']]);
  expect([well.open, held.open]).toEqual([[], []]);
});

test.each<[string, (view: FleetView) => unknown]>([
  ['conductors', (view) => view.conductors],
  ['drivers', (view) => view.drivers],
  ['compute services', (view) => view.compute_services],
  ['ports', (view) => view.ports(node())],
  ['hypervisors', (view) => view.hypervisor(node())],
])(
  'whoever wants to know of %s while they are on their way is asked again, in the same place',
  (_what, look) => {
    // One says no too early and one yes: neither counts.
    const gates = gatesOf(
      check('no-early', { suspects: (_node, view) => look(view) !== undefined }),
      check('between'),
      check('yes-early', { suspects: (_node, view) => look(view) === undefined }),
    );
    const gated = gates.of(node());
    expect(ids(gated.open)).toEqual(['no-early', 'yes-early']);
    gates.know(NOTHING);
    expect(ids(gates.decided(gated))).toEqual(['no-early', 'between']);
    expect(gates.of(node()).open).toEqual([]);
  },
);

test('what asks for short lists alone is decided as soon as they are there', () => {
  const gates = gatesOf(
    check('drivers', {
      suspects: (_node, { drivers, conductors }) => drivers?.length === 1 && conductors?.length === 0,
    }),
    check('ports', { suspects: (one, view) => view.ports(one)?.length === 0 }),
  );
  const before = gates.of(node());
  const { conductors, compute_services } = NOTHING;
  gates.know({ conductors, compute_services });
  gates.know({ drivers: [{ name: 'ipmi' } as Driver] });
  const between = gates.of(node());
  gates.know(NOTHING);
  const after = gates.of(node());
  expect([before, between, after].map(({ open }) => ids(open))).toEqual([
    ['drivers', 'ports'],
    ['ports'],
    [],
  ]);
  expect(ids(between.asked)).toEqual(['drivers', 'ports']);
  expect(ids(after.asked)).toEqual(['ports']);
});

test('a check that needs what is read of some nodes alone is for those', () => {
  const gates = createFleetGates(
    [
      {
        id: 'p',
        about: ['node'],
        checks: [check('one', { needs: ['ports', 'neutron_ports'] })],
      } as unknown as Playbook,
    ],
    (fact) => (fact === 'neutron_ports' ? ({ maintenance }) => maintenance === true : true),
  );
  expect([node(), node({ maintenance: true })].map((one) => gates.of(one).asked.length)).toEqual([0, 1]);
});

test('a list that could not be read rules nothing out', () => {
  const gates = gatesOf(check('one', { suspects: (_node, { ports }) => ports(node())?.length !== 0 }));
  gates.know({ ...NOTHING, ports: () => undefined });
  expect(ids(gates.of(node()).asked)).toEqual(['one']);
});
