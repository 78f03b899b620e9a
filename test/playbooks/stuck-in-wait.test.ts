import { describe, expect, it } from 'vitest';
import stuckInWait from '../../playbooks/stuck-in-wait.ts';
import type { FactsInMemory } from '../support/facts.ts';
import { examine, HEALTHY_NODE, minutesAgo, recorded } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const CONDUCTORS = [{ hostname: 'conductor-1', conductor_group: '', alive: true, drivers: ['ipmi'] }];
const node = (minutes: number, fields: Record<string, unknown> = {}) => ({
  ...HEALTHY_NODE,
  provision_state: 'clean wait',
  target_provision_state: 'available',
  power_state: 'power on',
  provision_updated_at: minutesAgo(minutes),
  ...fields,
});
/** A cloud in which nothing but the node itself is remarkable. */
const facts = (of: Record<string, unknown>, more: FactsInMemory = {}): FactsInMemory => ({
  node: of,
  conductors: CONDUCTORS,
  ports: [],
  portgroups: [],
  nodes: [of],
  ...more,
});
const find = (of: Record<string, unknown>, more: FactsInMemory = {}) =>
  onlyFinding(stuckInWait, facts(of, more));
const codes = async (all: FactsInMemory) =>
  (await examine(stuckInWait, all)).findings.map((one) => one.code).sort();

describe('a ramdisk that never called', () => {
  it.each([
    'ironic/node-clean-wait',
    'ironic/node-deploy-wait',
    'ironic/node-inspect-wait',
    'ironic/node-build',
  ])('is named for the recorded %s, an hour later', async (path) => {
    const finding = await onlyFinding(stuckInWait, {
      now: '2026-11-22T18:40:00Z',
      node: recorded(path),
      conductors: recorded('ironic/conductors-one-dead'),
      ports: [],
      portgroups: [],
      nodes: [],
    });
    expect(finding).toMatchObject({
      code: 'wait-callback-overdue',
      cause: 'wait-callback-timeout',
      severity: 'critical',
      confidence: 'likely',
    });
  });

  it('names the state, its age and the time-out that has not fired', async () => {
    const finding = await find(node(192));
    expect(finding.summary).toMatch(/^Stuck in clean wait for 3 h 12 min: .* never called back/);
    expect(stepsOf(finding)).toMatch(/\[conductor\]clean_callback_timeout looks switched off/);
  });

  it('is not excused by a heartbeat of an earlier session', async () => {
    const finding = await find(
      node(192, { driver_internal_info: { agent_last_heartbeat: minutesAgo(1000) } }),
    );
    expect(finding.evidence.map((one) => one.observed)).toContain('16 h 40 min ago, before this wait began');
  });

  it('counts a machine that is off as one more sign, and offers to switch it on', async () => {
    const finding = await find(node(192, { power_state: 'power off' }));
    expect(finding.evidence.map((one) => one.source)).toContain('node.power_state');
    expect(proposed(finding)).toContain('power-on');
    expect(proposed(finding)).not.toContain('power-cycle');
  });

  it('is only possible while Ironic itself still waits', async () => {
    expect(await find(node(18))).toMatchObject({
      code: 'wait-callback-not-yet',
      severity: 'warning',
      confidence: 'possible',
    });
  });

  it('leaves the lead to a dead conductor', async () => {
    const finding = await find(node(192), { conductors: [{ ...CONDUCTORS[0], alive: false }] });
    expect(finding.severity).toBe('warning');
    expect(finding.evidence.map((one) => one.bearing)).toContain('speaks-against');
  });

  it('says why Ironic does not time out: maintenance, or a lock', async () => {
    const maintained = node(192, { maintenance: true, fault: 'clean failure' });
    expect(stepsOf(await find(maintained))).toMatch(/is in maintenance/);
    expect(stepsOf(await find(node(192, { reservation: 'conductor-1' })))).toMatch(/reserved by conductor-1/);
  });
});

describe('legitimate waits', () => {
  it.each([
    ['a deploy of three minutes', node(3, { provision_state: 'wait call-back' })],
    ['an agent at work', node(0.5, { driver_internal_info: { agent_last_heartbeat: minutesAgo(0.5) } })],
    ['a firmware update of an hour', node(60, { driver_internal_info: { cleaning_polling: true } })],
    ['a node that was held by a step', node(500, { provision_state: 'clean hold' })],
    ['a node that waits for nothing', node(500, { provision_state: 'active' })],
  ])('%s is no trouble', async (_, of) => {
    expect(await codes(facts(of))).toEqual([]);
  });

  it('of seven minutes are worth a word and no alarm', async () => {
    expect(await find(node(7))).toMatchObject({ code: 'wait-callback-not-yet', severity: 'info' });
  });

  it('of seven minutes are in vain where the boot interface boots nothing, or the machine is off', async () => {
    for (const fields of [{ boot_interface: 'fake' }, { power_state: 'power off' }]) {
      expect(await find(node(7, fields))).toMatchObject({ severity: 'warning', confidence: 'possible' });
    }
    expect(await codes(facts(node(3, { boot_interface: 'fake' })))).toEqual([]);
  });

  it('do not need the rest of the cloud to be read', async () => {
    const { unknown, clear } = await examine(stuckInWait, { node: node(3) });
    expect(unknown).toEqual([]);
    expect(clear).toHaveLength(2);
  });
});

describe('an agent that came', () => {
  it('and fell silent is not said never to have called', async () => {
    const finding = await find(
      node(45, { driver_internal_info: { agent_last_heartbeat: minutesAgo(45.1) } }),
    );
    expect(finding).toMatchObject({ code: 'wait-agent-silent', severity: 'critical' });
    expect(finding.summary).toMatch(/called at first and has been silent for 45 min/);
  });

  it('and stays on one step for hours is stuck, with a cause of its own', async () => {
    const finding = await find(
      node(1, {
        clean_step: { step: 'upgrade_inventory', interface: 'deploy' },
        driver_internal_info: {
          agent_last_heartbeat: minutesAgo(1),
          last_power_state_change: minutesAgo(300),
        },
      }),
    );
    expect(finding).toMatchObject({ code: 'agent-stuck', cause: 'agent-comm', severity: 'warning' });
    expect(finding.summary).toMatch(/after 5 h in clean wait it is still at step upgrade_inventory/);
  });

  it('and is still erasing metadata after hours is stuck', async () => {
    const finding = await find(
      node(300, {
        clean_step: { step: 'erase_devices_metadata', interface: 'deploy' },
        driver_internal_info: { agent_last_heartbeat: minutesAgo(0.2) },
      }),
    );
    expect(finding).toMatchObject({ code: 'agent-stuck', confidence: 'likely' });
  });

  it('and works at nobody knows what leaves the question open', async () => {
    const finding = await find(node(40, { driver_internal_info: { agent_last_heartbeat: minutesAgo(0.2) } }));
    expect(finding).toMatchObject({ cause: 'insufficient-evidence', severity: 'info' });
    expect(finding.summary).toMatch(/^In clean wait for 40 min: the agent calls in, but nothing tells/);
  });

  it('and erases disks for hours is at work', async () => {
    const driver_internal_info = {
      agent_last_heartbeat: minutesAgo(1),
      last_power_state_change: minutesAgo(300),
    };
    expect(
      await codes(facts(node(1, { clean_step: { step: 'erase_devices' }, driver_internal_info }))),
    ).toEqual([]);
  });
});

it('names a BMC job that takes longer than Ironic gives it', async () => {
  const of = node(150, {
    provision_state: 'service wait',
    driver_internal_info: { servicing_polling: true },
  });
  expect(await find(of)).toMatchObject({ code: 'bmc-job-overdue', cause: 'raid-bios-firmware' });
});

describe("a person's hold", () => {
  it('is not worked around', async () => {
    const finding = await find(node(192, { maintenance: true, maintenance_reason: 'DIMM' }));
    expect(finding.severity).toBe('info');
    expect(proposed(finding)).not.toContain('abort');
  });
});

describe('ways to stop', () => {
  it.each(['clean wait', 'inspect wait', 'rescue wait', 'service wait'])('%s is aborted', async (state) => {
    const finding = await find(node(192, { provision_state: state }));
    expect(proposed(finding)).toContain('abort');
    expect(proposed(finding)).not.toContain('undeploy');
  });

  it('a deploy is undeployed only where nobody has an instance', async () => {
    const free = await find(node(192, { provision_state: 'wait call-back' }));
    expect(proposed(free)).toContain('undeploy');
    const taken = await find(node(192, { provision_state: 'wait call-back', instance_uuid: 'b1' }));
    expect(proposed(taken)).not.toContain('undeploy');
    expect(commandsOf(taken)).toContain('openstack server show b1');
  });

  it('servicing is never power-cycled', async () => {
    const finding = await find(node(192, { provision_state: 'service wait' }));
    expect(proposed(finding)).not.toContain('power-cycle');
    expect(stepsOf(finding)).toMatch(/firmware/);
  });
});

it('says "could not check" when the surroundings cannot be read, and still names the wait', async () => {
  const outcomes = await examine(stuckInWait, {
    node: node(192),
    unread: {
      ports: 'Ironic did not answer',
    },
  });
  expect(outcomes.findings.map((one) => one.code)).toEqual(['wait-callback-overdue']);
  expect(outcomes.unknown).toHaveLength(1);
});

it('does with nothing but the state', async () => {
  const { findings } = await examine(stuckInWait, { node: { provision_state: 'clean wait', uuid: 'x' } });
  expect(findings[0]).toMatchObject({ cause: 'wait-callback-timeout', confidence: 'possible' });
});

describe('where the guide says more', () => {
  const heard = (minutes: number) => ({
    driver_internal_info: { agent_last_heartbeat: minutesAgo(minutes) },
  });
  it.each([
    ['a wait that may still come right', node(18), 'wait-state'],
    ['a ramdisk that never called', node(192), 'wait-communication'],
    ['an agent that fell silent', node(45, heard(45.1)), 'stop-operation'],
    [
      'a wait that Ironic does not end by itself',
      node(192, { maintenance: true, fault: 'clean failure' }),
      'stop-operation',
    ],
    ['a job of the BMC', node(200, { driver_internal_info: { cleaning_polling: true } }), 'stop-operation'],
    [
      'an agent that does not get on',
      node(1, {
        clean_step: { step: 'erase_devices_metadata' },
        driver_internal_info: {
          agent_last_heartbeat: minutesAgo(1),
          last_power_state_change: minutesAgo(300),
        },
      }),
      'agent-stuck',
    ],
  ])('%s', async (_, of, section) => {
    expect((await find(of)).guide).toBe(section);
  });
});
