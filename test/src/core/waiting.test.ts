import { describe, expect, it } from 'vitest';
import { judgeWait } from '../../../src/core/waiting.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from '../../support/facts.ts';

const kindOf = (fields: Record<string, unknown>) =>
  judgeWait(NodeSchema.parse({ ...HEALTHY_NODE, provision_state: 'clean wait', ...fields }), new Date(NOW))
    .kind;

describe('a wait without any heartbeat', () => {
  it.each([
    [3, 'booting'],
    [9, 'booting'],
    [11, 'not-yet'],
    [30, 'not-yet'],
    [32, 'overdue'],
  ])('of %i minutes is %s', (minutes, kind) => {
    expect(kindOf({ provision_updated_at: minutesAgo(minutes) })).toBe(kind);
  });

  it('takes a heartbeat of an earlier session for none', () => {
    expect(
      kindOf({
        provision_updated_at: minutesAgo(40),
        driver_internal_info: { agent_last_heartbeat: minutesAgo(600) },
      }),
    ).toBe('overdue');
  });

  it('is of unknown age when Ironic does not say since when', () => {
    expect(kindOf({ provision_updated_at: null })).toBe('unknown');
  });
});

describe('a wait with an agent', () => {
  it('is work while heartbeats come, however long ago the state changed', () => {
    expect(
      kindOf({
        provision_updated_at: minutesAgo(20),
        driver_internal_info: {
          agent_last_heartbeat: minutesAgo(1),
          last_power_state_change: minutesAgo(25),
        },
      }),
    ).toBe('working');
  });

  it.each([
    ['erase_devices_metadata', 20, 'working'],
    ['erase_devices_metadata', 40, 'agent-stuck'],
    ['erase_devices', 600, 'working'],
    ['erase_devices', 800, 'agent-stuck'],
    ['burnin_memory', 600, 'working'],
    ['update_firmware', 200, 'working'],
    ['update_firmware', 300, 'agent-stuck'],
    ['our_own_step', 40, 'working-long'],
    ['our_own_step', 70, 'agent-stuck'],
    [undefined, 40, 'working-long'],
  ])('on step %s after %i minutes is %s', (step, minutes, kind) => {
    const driver_internal_info = { agent_last_heartbeat: minutesAgo(0.2) };
    const provision_updated_at = minutesAgo(minutes);
    expect(kindOf({ provision_updated_at, driver_internal_info, clean_step: step ? { step } : null })).toBe(
      kind,
    );
  });

  it('is not called work while nothing tells when it began', () => {
    const driver_internal_info = { agent_last_heartbeat: minutesAgo(0.2) };
    expect(kindOf({ provision_updated_at: null, driver_internal_info })).toBe('working-long');
  });

  it('is not blamed for the hours that the steps before it took', () => {
    const driver_internal_info = {
      agent_last_heartbeat: minutesAgo(1),
      last_power_state_change: minutesAgo(300),
      clean_steps: [{ step: 'erase_devices' }, { step: 'erase_devices_metadata' }],
      clean_step_index: 1,
    };
    const node = { provision_updated_at: minutesAgo(1), clean_step: { step: 'erase_devices_metadata' } };
    expect(kindOf({ ...node, driver_internal_info })).toBe('working');
    expect(kindOf({ ...node, driver_internal_info: { ...driver_internal_info, clean_step_index: 0 } })).toBe(
      'agent-stuck',
    );
  });

  it('is stuck when a short step has lasted for hours', () => {
    const driver_internal_info = {
      agent_last_heartbeat: minutesAgo(1),
      last_power_state_change: minutesAgo(200),
    };
    expect(kindOf({ driver_internal_info, clean_step: { step: 'upgrade_inventory' } })).toBe('agent-stuck');
    expect(kindOf({ driver_internal_info, clean_step: { step: 'erase_devices' } })).toBe('working');
  });

  it('is work when an agent that has been up for days began a minute ago', () => {
    const driver_internal_info = {
      agent_last_heartbeat: minutesAgo(1),
      last_power_state_change: minutesAgo(9000),
      agent_cached_deploy_steps_refreshed: '2026-11-22 17:58:30.123456',
    };
    const node = { provision_state: 'wait call-back', provision_updated_at: minutesAgo(1) };
    expect(kindOf({ ...node, driver_internal_info })).toBe('working');
  });

  it('counts a heartbeat as of this wait although it is recorded a moment before the state is touched', () => {
    const driver_internal_info = { agent_last_heartbeat: minutesAgo(40.1) };
    expect(kindOf({ provision_updated_at: minutesAgo(40), driver_internal_info })).toBe('silent');
  });

  it('allows a reboot between two steps', () => {
    const driver_internal_info = { agent_last_heartbeat: minutesAgo(7.1) };
    expect(kindOf({ provision_updated_at: minutesAgo(7), driver_internal_info })).toBe('working');
  });
});

describe('a wait for the BMC', () => {
  it('needs no heartbeat and may take two hours', () => {
    const driver_internal_info = { servicing_polling: true };
    const node = { provision_state: 'service wait', driver_internal_info };
    expect(kindOf({ ...node, provision_updated_at: minutesAgo(100) })).toBe('bmc-job');
    expect(kindOf({ ...node, provision_updated_at: minutesAgo(130) })).toBe('bmc-job-long');
  });
});
