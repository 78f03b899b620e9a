import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/core/cause.ts';
import type { Confidence } from '../../../src/core/confidence.ts';
import type { NodeProperties } from '../../../src/core/fleet-properties.ts';
import { type GroupOptions, groupByCause, type Judged } from '../../../src/diagnosis/group-by-cause.ts';

let made = 0;
function nodes(
  count: number,
  cause: Cause,
  properties: NodeProperties,
  more: { readonly summary?: string; readonly confidence?: Confidence } = {},
): readonly Judged[] {
  return Array.from({ length: count }, () => {
    made += 1;
    const name = `n${made}`;
    const { summary = `trouble of ${name}`, confidence = 'likely' } = more;
    return { node: { uuid: name, name }, verdict: { cause, confidence, summary }, properties };
  });
}
const healthy = (count: number, properties: NodeProperties) =>
  Array.from({ length: count }, () => properties);
function grouped(
  judged: readonly Judged[],
  rest: readonly NodeProperties[],
  remark?: GroupOptions['remark'],
) {
  const fleet = [...judged.map(({ properties }) => properties), ...rest];
  return groupByCause(judged, { fleet, ...(remark ? { remark } : {}) });
}
const told = (...args: Parameters<typeof grouped>) =>
  grouped(...args).map(({ nodes: members, words }) => `${members.length}: ${words}`);

const REST = healthy(400, { switch: 'leaf-1', bmc_subnet: '10.0.0.0/24', conductor: 'c1', rack: 'r1' });

describe('the same trouble on many nodes', () => {
  it('is one story with what they share', () => {
    expect(told(nodes(7, 'dhcp-pxe-boot', { switch: 'leaf-12' }), REST)).toEqual([
      '7: DHCP, TFTP, iPXE or spanning tree keeps the ramdisk from booting, all on switch leaf-12',
    ]);
  });

  it('on two switches is two stories, and what tells nothing is a third', () => {
    const judged = [
      ...nodes(9, 'dhcp-pxe-boot', { switch: 'leaf-12' }),
      ...nodes(5, 'dhcp-pxe-boot', { switch: 'leaf-20' }),
      ...nodes(2, 'dhcp-pxe-boot', { switch: 'leaf-1' }),
    ];
    const groups = grouped(judged, REST);
    expect(groups.map(({ nodes: members, shared }) => [members.length, shared?.value])).toEqual([
      [9, 'leaf-12'],
      [5, 'leaf-20'],
      [2, undefined],
    ]);
    expect(new Set(groups.flatMap(({ nodes: members }) => members)).size).toBe(16);
  });

  it('is explained by what can be its reason: a BMC hangs on no switch of the data network', () => {
    const judged = nodes(6, 'bmc-credentials', { switch: 'leaf-12', bmc_subnet: '10.9.9.0/24' });
    const [group] = grouped(judged, REST);
    expect(group?.shared?.kind).toBe('bmc_subnet');
    expect(group?.besides.map(({ kind }) => kind)).toEqual(['switch']);
  });

  it('of a dead conductor is told as that, whatever rack its nodes stand in', () => {
    const judged = nodes(6, 'stuck-ing-state', { conductor: 'c2', rack: 'r9' });
    const remark: GroupOptions['remark'] = ({ kind, value }) =>
      kind === 'conductor' && value === 'c2' ? 'is not alive' : undefined;
    expect(told(judged, REST, remark)).toEqual(['6: conductor c2 is not alive']);
  });
});

describe('its words', () => {
  it('are the sentence that all of them share', () => {
    const judged = nodes(4, 'image-invalid', { image: 'i-1' }, { summary: 'The image is refused.' });
    expect(told(judged, REST)).toEqual(['4: The image is refused, all with image i-1']);
  });

  it('are not a sentence that counts the others: of all together that is one too few', () => {
    const summary = '3 more nodes on switch leaf-12 miss their ramdisk too: look at its ports.';
    expect(told(nodes(4, 'dhcp-pxe-boot', { switch: 'leaf-12' }, { summary }), REST)[0]).toMatch(
      /^4: DHCP.*all on switch leaf-12$/,
    );
  });

  it('of a single node are those of the cause', () => {
    expect(told(nodes(1, 'agent-tls', {}), REST)[0]).toMatch(/^1: /);
  });
});

it('failures stand before what a person holds, and that before what nobody can tell; then the most nodes', () => {
  const judged = [
    ...nodes(9, 'insufficient-evidence', {}),
    ...nodes(8, 'operator-maintenance', {}),
    ...nodes(1, 'agent-tls', {}),
    ...nodes(2, 'image-invalid', {}),
  ];
  expect(grouped(judged, REST).map(({ cause }) => cause)).toEqual([
    'image-invalid',
    'agent-tls',
    'operator-maintenance',
    'insufficient-evidence',
  ]);
});

it('is as sure as at least half of its nodes are', () => {
  const sure = (confident: number, possible: number) =>
    grouped(
      [
        ...nodes(confident, 'image-invalid', {}, { confidence: 'confirmed' }),
        ...nodes(possible, 'image-invalid', {}, { confidence: 'possible' }),
      ],
      REST,
    )[0]?.confidence;
  expect([sure(1, 5), sure(3, 3), sure(4, 2)]).toEqual(['possible', 'confirmed', 'confirmed']);
});

it('every node is in exactly one group, and never more than nine stories of one cause', () => {
  const judged = Array.from({ length: 15 }, (_, leaf) =>
    nodes(4, 'dhcp-pxe-boot', { switch: `bad-${leaf}` }),
  ).flat();
  const groups = grouped(judged, healthy(3_000, { switch: 'leaf-1' }));
  expect(groups.length).toBeLessThanOrEqual(9);
  expect(groups.flatMap(({ nodes: members }) => members).sort()).toEqual(
    judged.map(({ node }) => node.uuid).sort(),
  );
});
