import { describe, expect, it } from 'vitest';
import playbook from '../../playbooks/slow-image.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { onlyFinding, stepsOf } from '../support/findings.ts';

const GIB = 2 ** 30;
const IMAGE = {
  id: 'f0000000-0000-4000-8000-000000000001',
  name: 'ubuntu',
  disk_format: 'qcow2',
  size: GIB,
  virtual_size: 80 * GIB,
};
const CONDUCTOR = { hostname: 'conductor-1', alive: true, updated_at: minutesAgo(0.1), drivers: ['ipmi'] };
const NODE = { ...HEALTHY_NODE, reservation: 'conductor-1', power_state: 'power on' };
const deploying = (minutes: number, node: object = {}, more: object = {}) => ({
  node: { ...NODE, provision_state: 'deploying', provision_updated_at: minutesAgo(minutes), ...node },
  image: IMAGE,
  nodes: [],
  conductors: [CONDUCTOR],
  ...more,
});
const peer = (name: string, state: string, minutes: number, node: object = {}) => ({
  ...NODE,
  uuid: `44444444-4444-4444-8444-4444444444${name.slice(-2)}`,
  name,
  provision_state: state,
  provision_updated_at: minutesAgo(minutes),
  ...node,
});

describe('conversion', () => {
  it('is told after half an hour, with the load of the conductor', async () => {
    const nodes = [
      peer('node-21', 'deploying', 30),
      peer('node-22', 'deploying', 31),
      peer('node-23', 'active', 3),
    ];
    const finding = await onlyFinding(playbook, deploying(40, {}, { nodes }));
    expect(finding).toMatchObject({
      code: 'slow-image-conversion',
      cause: 'stuck-ing-state',
      guide: 'file-size',
      severity: 'warning',
      confidence: 'likely',
      explains: ['ing-too-long'],
    });
    expect(finding.evidence.map(({ observed }) => observed)).toEqual([
      'ubuntu: qcow2, 1.0 GiB stored, 80.0 GiB unpacked',
      'deploying for 40 min, held by conductor-1',
      'it deploys 2 more: node-21, node-22',
    ]);
    expect(stepsOf(finding)).toContain('raw image');
  });

  it('is worth a word after ten minutes, and no alarm for a single node within the hour', async () => {
    expect((await onlyFinding(playbook, deploying(12))).severity).toBe('info');
    expect((await onlyFinding(playbook, deploying(40))).severity).toBe('info');
    expect((await onlyFinding(playbook, deploying(70))).severity).toBe('warning');
  });

  it('is less sure when the conductor has noted a raw image', async () => {
    const finding = await onlyFinding(
      playbook,
      deploying(40, { instance_info: { image_disk_format: 'raw' } }),
    );
    expect(finding.confidence).toBe('possible');
  });

  it.each([
    ['a deploy of three minutes', deploying(3)],
    ['a raw image', deploying(40, {}, { image: { ...IMAGE, disk_format: 'raw', size: 80 * GIB } })],
    [
      'a qcow2 that is hardly larger unpacked',
      deploying(40, {}, { image: { ...IMAGE, virtual_size: 2 * GIB } }),
    ],
    ['an agent that downloads by itself', deploying(40, { driver_info: { image_download_source: 'swift' } })],
    ['a conductor that is dead', deploying(40, {}, { conductors: [{ ...CONDUCTOR, alive: false }] })],
    ['a day, which no conversion takes', deploying(1500)],
    ['nobody at work', deploying(40, { reservation: null })],
  ])('is silent about %s', async (_, facts) => {
    const { findings, unknown } = await examine(playbook, facts);
    expect(findings).toEqual([]);
    expect(unknown).toEqual([]);
  });

  it('cannot tell without Glance', async () => {
    const { image: _, ...facts } = deploying(40);
    const { unknown } = await examine(playbook, { ...facts, unread: { image: 'Glance is sick' } });
    expect(unknown).toMatchObject([{ reason: 'Glance is sick' }]);
  });
});

describe('a whole conductor', () => {
  const nodes = [
    peer('node-21', 'cleaning', 200),
    peer('node-22', 'deleting', 90),
    peer('node-23', 'cleaning', 5),
  ];

  it('stands still in different states: look at its storage', async () => {
    const finding = await onlyFinding(playbook, deploying(100, {}, { nodes, image: null }));
    expect(finding).toMatchObject({
      code: 'ing-conductor-starved',
      cause: 'stuck-ing-state',
      guide: 'iowait',
      severity: 'critical',
      confidence: 'possible',
    });
    expect(finding.summary).toContain(
      '3 nodes stand still in 3 different -ing states on conductor conductor-1',
    );
    expect(stepsOf(finding)).toContain('iowait');
  });

  it('explains the slow image beside it', async () => {
    const { findings } = await examine(playbook, deploying(100, {}, { nodes }));
    const starved = findings.find(({ code }) => code === 'ing-conductor-starved');
    expect(starved?.explains).toContain('slow-image-conversion');
  });

  it.each([
    ['others are in time', [peer('node-21', 'cleaning', 20), peer('node-22', 'deleting', 9)]],
    ['others are on another conductor', nodes.map((one) => ({ ...one, reservation: 'conductor-2' }))],
    ['all deploy: that is load', [peer('node-21', 'deploying', 90), peer('node-22', 'deploying', 90)]],
    ['one other may be chance', nodes.slice(0, 1)],
  ])('is not blamed when %s', async (_, peers) => {
    const { findings } = await examine(playbook, deploying(100, {}, { nodes: peers, image: null }));
    expect(findings).toEqual([]);
  });
});

describe('writing', () => {
  const writes = (image: object) => ({
    node: {
      ...HEALTHY_NODE,
      provision_state: 'wait call-back',
      power_state: 'power on',
      provision_updated_at: minutesAgo(80),
      deploy_step: { step: 'write_image', interface: 'deploy' },
      driver_internal_info: { agent_last_heartbeat: minutesAgo(0.5) },
    },
    image,
  });

  it('a large image takes the agent its time', async () => {
    const finding = await onlyFinding(playbook, writes(IMAGE));
    expect(finding).toMatchObject({ code: 'slow-image-write', severity: 'warning', guide: 'file-size' });
    expect(finding.explains).toContain('agent-stuck');
  });

  it('a small one is no excuse', async () => {
    const { findings } = await examine(playbook, writes({ ...IMAGE, virtual_size: 2 * GIB }));
    expect(findings).toEqual([]);
  });
});
