import { describe, expect, it } from 'vitest';
import dhcpBoot from '../../playbooks/dhcp-boot.ts';
import stuckInWait from '../../playbooks/stuck-in-wait.ts';
import { rank } from '../../src/core/rank.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { onlyFinding, stepsOf } from '../support/findings.ts';

const NODE = {
  ...HEALTHY_NODE,
  provision_state: 'clean wait',
  power_state: 'power on',
  boot_interface: 'ipxe',
  provision_updated_at: minutesAgo(192),
};
const TIMED_OUT =
  'Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {}.';
const port = (node_uuid: string, leaf = 'leaf-12', fields: Record<string, unknown> = {}) => ({
  uuid: `p-${node_uuid}`,
  address: '52:54:00:00:00:01',
  node_uuid,
  local_link_connection: { switch_id: `id-of-${leaf}`, port_id: 'Ethernet1/7', switch_info: leaf },
  ...fields,
});
const peer = (name: string, fields: Record<string, unknown> = {}) => ({
  ...NODE,
  uuid: name,
  name,
  ...fields,
});
const called = {
  provision_state: 'available',
  driver_internal_info: { agent_last_heartbeat: minutesAgo(300) },
};
const facts = (more: FactsInMemory): FactsInMemory => ({
  node: NODE,
  nodes: [NODE],
  ports: [port(NODE.uuid)],
  peer_ports: [],
  history: [],
  ...more,
});
const find = (more: FactsInMemory) => onlyFinding(dhcpBoot, facts(more));
const codes = async (more: FactsInMemory) =>
  (await examine(dhcpBoot, facts(more))).findings.map((one) => one.code);

describe('a switch', () => {
  const nodes = [NODE, peer('n1'), peer('n2'), peer('n3', called), peer('n4', called), peer('n5', called)];
  const peer_ports = [
    ...[NODE.uuid, 'n1', 'n2', 'n6'].map((one) => port(one)),
    ...['n3', 'n4', 'n5'].map((one) => port(one, 'leaf-13')),
  ];

  it('is named, with how many of its nodes miss their ramdisk and how many were not read', async () => {
    const finding = await find({ nodes, peer_ports });
    expect(finding).toMatchObject({
      code: 'wait-shared-switch',
      cause: 'dhcp-pxe-boot',
      severity: 'critical',
      confidence: 'likely',
      guide: 'dhcp-pxe',
    });
    const told = finding.evidence.map((one) => one.observed).join('\n');
    expect(told).toContain('2 of the 2 other nodes there that were read');
    expect(told).toContain('1 more were not read');
    expect(told).toContain('3 nodes on other switches called within a day');
    expect(stepsOf(finding)).toContain('port Ethernet1/7 of switch leaf-12');
  });

  it('stands above the wait that it is the reason for', async () => {
    const { findings, unknown } = await examine([stuckInWait, dhcpBoot], facts({ nodes, peer_ports }));
    const ranked = rank(findings);
    expect(ranked.map((one) => [one.code, one.explained_by])).toEqual([
      ['wait-shared-switch', undefined],
      ['wait-callback-overdue', 'wait-shared-switch'],
    ]);
    expect(verdictOf(ranked, unknown).cause).toBe('dhcp-pxe-boot');
  });

  it('counts nodes that Ironic gave up on lately, not those of last month', async () => {
    const failed = (age: number) => ({
      provision_state: 'clean failed',
      last_error: TIMED_OUT,
      provision_updated_at: minutesAgo(age),
    });
    const with_ = (age: number) => [NODE, peer('n1', failed(age)), peer('n2', failed(age))];
    expect(await codes({ nodes: with_(300), peer_ports })).toEqual(['wait-shared-switch']);
    expect(await codes({ nodes: with_(50_000), peer_ports })).toEqual([]);
  });

  it('is one answer of several where others miss theirs too, or where it lets some through', async () => {
    const spread = [...nodes.slice(0, 3), peer('n3'), peer('n4'), peer('n5')];
    expect(await find({ nodes: spread, peer_ports })).toMatchObject({
      code: 'wait-shared-switch',
      severity: 'warning',
    });
    const mixed = [...nodes, peer('n7', called), peer('n8', called)];
    const there = [...peer_ports, port('n7'), port('n8')];
    expect(await find({ nodes: mixed, peer_ports: there })).toMatchObject({ severity: 'warning' });
  });

  it('is not blamed while the wait may still come right', async () => {
    const young = { ...NODE, provision_updated_at: minutesAgo(18) };
    expect(await find({ node: young, nodes, peer_ports })).toMatchObject({ severity: 'info' });
  });

  it('is compared by the ports that a ramdisk boots from', async () => {
    const data = peer_ports.map((one) => ({ ...one, pxe_enabled: one.node_uuid === NODE.uuid }));
    expect(await codes({ nodes, peer_ports: data })).toEqual(['wait-shared-by-nodes']);
  });
});

describe('what several switches share', () => {
  const peer_ports = [port(NODE.uuid), port('n1', 'leaf-13'), port('n2', 'leaf-14')];

  it('may be a group of conductors', async () => {
    const group = { conductor_group: 'rack-b' };
    const node = { ...NODE, ...group };
    const nodes = [node, peer('n1', group), peer('n2', group), peer('n3', called)];
    const finding = await find({ node, nodes, peer_ports });
    expect(finding).toMatchObject({ code: 'wait-shared-conductor', severity: 'warning' });
    expect(finding.summary).toContain('on 3 switches');
    const also = [...nodes, peer('n4', { ...called, ...group })];
    expect(await codes({ node, nodes: also, peer_ports })).toEqual(['wait-shared-by-nodes']);
  });

  it('may be the ramdisk, when nodes with another one call', async () => {
    const image = (deploy_ramdisk: string) => ({ driver_info: { deploy_ramdisk } });
    const node = { ...NODE, ...image('new') };
    const nodes = [
      node,
      peer('n1', image('new')),
      peer('n2', image('new')),
      peer('n3', { ...called, ...image('old') }),
    ];
    expect(await find({ node, nodes, peer_ports })).toMatchObject({
      code: 'wait-shared-ramdisk',
      cause: 'agent-comm',
    });
    const both = [...nodes, peer('n4', { ...called, ...image('new') })];
    expect(await codes({ node, nodes: both, peer_ports })).toEqual(['wait-shared-by-nodes']);
  });

  it('is left open when nothing else tells, also without the ports of others', async () => {
    const nodes = [NODE, peer('n1'), peer('n2', { provision_state: 'inspect wait' })];
    const finding = await onlyFinding(dhcpBoot, {
      node: NODE,
      nodes,
      ports: [port(NODE.uuid)],
      history: [],
      unread: { peer_ports: 'Ironic did not answer' },
    });
    expect(finding).toMatchObject({ code: 'wait-shared-by-nodes', severity: 'info' });
    expect(finding.missing.map((one) => one.fact)).toContain('peer_ports');
  });
});

describe('a node alone', () => {
  const miss = (days: number) => ({
    uuid: `h${days}`,
    created_at: minutesAgo(days * 1440),
    severity: 'ERROR',
    event_type: 'cleaning',
    event: TIMED_OUT,
  });
  const beat = (days: number) => ({
    driver_internal_info: { agent_last_heartbeat: minutesAgo(days * 1440) },
  });

  it('that boots at some times and not at others is told so', async () => {
    const finding = await find({ node: { ...NODE, ...beat(5) }, history: [miss(9), miss(7)] });
    expect(finding).toMatchObject({ code: 'boot-comes-and-goes', severity: 'warning', confidence: 'likely' });
  });

  it('that never boots is not called unreliable', async () => {
    const finding = await find({ history: [miss(9), miss(7)] });
    expect(finding).toMatchObject({ code: 'boot-missed-again', severity: 'info', confidence: 'possible' });
  });

  it('is left alone after one time-out, after old ones, and with virtual media', async () => {
    expect(await codes({ history: [miss(9)] })).toEqual([]);
    expect(await codes({ history: [miss(90), miss(80)] })).toEqual([]);
    const media = { ...NODE, boot_interface: 'redfish-virtual-media', ...beat(5) };
    expect(await codes({ node: media, history: [miss(9), miss(7)] })).toEqual([]);
  });

  it('reads history where last_error was wiped', async () => {
    const node = { ...NODE, provision_state: 'clean failed', last_error: null, ...beat(5) };
    const now = { ...miss(0), created_at: minutesAgo(192) };
    expect(await codes({ node, history: [miss(9), miss(7), now] })).toEqual(['boot-comes-and-goes']);
  });
});

describe('decoys', () => {
  it.each([
    ['a young wait', { ...NODE, provision_updated_at: minutesAgo(3) }],
    [
      'a disk that failed',
      { ...NODE, provision_state: 'clean failed', last_error: 'Failed to erase /dev/sda' },
    ],
    [
      'a step that timed out',
      {
        ...NODE,
        provision_state: 'clean failed',
        last_error: "Timeout reached while cleaning the node. Failed on step {'step': 'erase_devices'}.",
      },
    ],
    ['a boot interface that boots nothing', { ...NODE, boot_interface: 'fake' }],
    ['an active node', { ...NODE, provision_state: 'active' }],
  ])('%s', async (_, node) => {
    expect(await codes({ node, nodes: [node, peer('n1'), peer('n2')] })).toEqual([]);
  });

  it('others that are held, in a power fault, or one alone', async () => {
    for (const fields of [
      { maintenance: true, fault: null },
      { maintenance: true, fault: 'power failure' },
    ]) {
      expect(await codes({ nodes: [NODE, peer('n1', fields), peer('n2', fields)] })).toEqual([]);
    }
    expect(await codes({ nodes: [NODE, peer('n1')] })).toEqual([]);
  });
});

it('could not be checked without the other nodes and without history', async () => {
  const { unknown } = await examine(dhcpBoot, {
    node: NODE,
    unread: { nodes: 'Ironic did not answer', history: 'Ironic did not answer' },
  });
  expect(unknown.map((one) => one.check).sort()).toEqual([
    'dhcp-boot/comes-and-goes',
    'dhcp-boot/others-too',
  ]);
});
