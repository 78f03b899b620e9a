import { describe, expect, it } from 'vitest';
import operationFailed from '../../playbooks/operation-failed.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const node = (provision_state: string, last_error: string | null, fields: Record<string, unknown> = {}) => ({
  ...HEALTHY_NODE,
  provision_state,
  provision_updated_at: minutesAgo(20),
  last_error,
  ...fields,
});
const find = (facts: FactsInMemory) => onlyFinding(operationFailed, { history: [], ...facts });

it.each([
  [
    'inspect failed',
    'timeout reached while inspecting the node',
    'inspect-callback-timeout',
    'wait-callback-timeout',
  ],
  [
    'rescue failed',
    'Timeout reached while waiting for rescue ramdisk callback for node',
    'rescue-callback-timeout',
    'wait-callback-timeout',
  ],
  [
    'service failed',
    'Timeout reached while servicing the node. Failed on step {}.',
    'service-callback-timeout',
    'wait-callback-timeout',
  ],
  [
    'inspect failed',
    'Failed to inspect hardware. Reason: unable to start inspection: IPMI call failed: power on',
    'inspect-failed-ipmi-unreachable',
    'ipmi-unreachable',
  ],
  [
    'inspect failed',
    'Failed to inspect hardware. Reason: failed to run inspection hooks: no valid network interfaces',
    'inspect-failed-inspection-failed',
    'inspection-failed',
  ],
  [
    'inspect failed',
    'Inspection was aborted by request.',
    'inspect-failed-operator-maintenance',
    'operator-maintenance',
  ],
  [
    'unrescue failed',
    'Failed to unrescue: odd',
    'unrescue-failed-insufficient-evidence',
    'insufficient-evidence',
  ],
  [
    'adopt failed',
    'Error while attempting to adopt node 1111: odd.',
    'adopt-failed-request-invalid',
    'request-invalid',
  ],
  ['error', 'Failed to tear down: odd', 'tear-down-failed-insufficient-evidence', 'insufficient-evidence'],
  ['error', null, 'error-no-reason', 'insufficient-evidence'],
])('%s with "%s" is %s', async (state, last_error, code, cause) => {
  expect(await find({ node: node(state, last_error) })).toMatchObject({ code, cause });
});

describe('errors of another operation', () => {
  it('does not blame the deploy of last month for a failed inspection', async () => {
    const finding = await find({
      node: node('inspect failed', 'Timeout reached while waiting for callback for node 1111'),
    });
    expect(finding).toMatchObject({ code: 'inspect-failed-no-reason', cause: 'insufficient-evidence' });
    expect(finding.evidence.map((one) => one.observed).join()).toMatch(/another operation \(deploy\)/);
  });

  it('does not take a power event beside it for the reason of a failed rescue', async () => {
    const event =
      'During sync_power_state, max retries exceeded for node 1111, node state None does not match';
    const finding = await find({
      node: node('rescue failed', null),
      history: [
        { uuid: 'e', created_at: minutesAgo(20), severity: 'ERROR', event_type: 'monitoring', event },
      ],
    });
    expect(finding.code).toBe('rescue-failed-no-reason');
  });
});

describe('the way out', () => {
  it('has only verbs that the state accepts', async () => {
    const verbs = async (state: string) => proposed(await find({ node: node(state, null) }));
    expect(await verbs('inspect failed')).toEqual(['manage', 'inspect']);
    expect(await verbs('rescue failed')).toEqual(['unrescue']);
    expect(await verbs('adopt failed')).toEqual(['manage', 'adopt']);
    expect(await verbs('service failed')).toEqual(['abort']);
    expect(await verbs('error')).toEqual(['undeploy']);
  });

  it('warns of a firmware flash and never offers power after failed servicing', async () => {
    const finding = await find({ node: node('service failed', null) });
    expect(stepsOf(finding)).toMatch(/firmware/);
    expect(commandsOf(finding)).not.toMatch(/power|reboot/);
  });

  it('does not undeploy under an instance', async () => {
    const finding = await find({ node: node('error', null, { instance_uuid: 'b1' }) });
    expect(proposed(finding)).toEqual([]);
  });

  it("lifts only Ironic's own hold", async () => {
    const held = { maintenance: true, maintenance_reason: 'DIMM' };
    const byPerson = await find({ node: node('service failed', null, held) });
    const byIronic = await find({
      node: node('service failed', null, { ...held, fault: 'service failure' }),
    });
    expect(commandsOf(byPerson)).not.toContain('maintenance unset');
    expect(commandsOf(byIronic)).toContain('maintenance unset');
    expect(proposed(byPerson)).toEqual(['ask-operator']);
    expect(proposed(byIronic)).toEqual(['unset-maintenance', 'abort']);
    const rescue = { ...held, fault: 'rescue abort failure' };
    expect(proposed(await find({ node: node('rescue failed', null, rescue) }))).toEqual([
      'unset-maintenance',
      'unrescue',
    ]);
  });
});

it('leaves failed cleanings and deploys to their own playbooks', async () => {
  for (const state of ['clean failed', 'deploy failed', 'active']) {
    expect(await examine(operationFailed, { node: node(state, 'Failed to deploy: x') })).toEqual({
      findings: [],
      clear: [],
      unknown: [],
    });
  }
});

it('leaves an abort beside words of firmware to somebody who has looked at the machine', async () => {
  const words = 'Firmware update failed for node 1, firmware https://f/bios.exe. Error: odd';
  const flashing = await find({ node: node('service failed', words) });
  expect(proposed(flashing)).not.toContain('abort');
  expect(stepsOf(flashing)).toMatch(/while firmware is being written[\s\S]*Then go back to active/);
  const plain = await find({
    node: node('service failed', 'Timeout reached while servicing the node. Failed on step {}.'),
  });
  expect(proposed(plain)).toContain('abort');
});
