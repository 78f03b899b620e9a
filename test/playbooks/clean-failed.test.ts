import { describe, expect, it } from 'vitest';
import cleanFailed from '../../playbooks/clean-failed.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo, recorded } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const STEP_ERROR =
  "Clean step {'step': 'erase_devices_metadata', 'interface': 'deploy', 'priority': 10} failed on node 1111. Error erasing block device: Failed to erase the metadata on the device(s): /dev/sdb";

const node = (fields: Record<string, unknown> = {}) => ({
  ...HEALTHY_NODE,
  provision_state: 'clean failed',
  target_provision_state: 'available',
  power_state: 'power on',
  provision_updated_at: minutesAgo(20),
  last_error: STEP_ERROR,
  ...fields,
});
const event = (minutes: number, text: string, event_type = 'cleaning') => ({
  uuid: `event-${minutes}`,
  created_at: minutesAgo(minutes),
  severity: 'ERROR',
  event_type,
  event: text,
});
const find = (facts: FactsInMemory) => onlyFinding(cleanFailed, facts);

describe('a time-out before any step', () => {
  it('blames the ramdisk that never called, on a recorded node whose fault is empty', async () => {
    const finding = await find({
      now: '2026-11-22T17:40:00Z',
      node: recorded('ironic/node-clean-failed'),
      history: recorded('ironic/history-clean-failed'),
    });
    expect(finding).toMatchObject({
      code: 'clean-callback-timeout',
      cause: 'wait-callback-timeout',
      severity: 'critical',
      confidence: 'confirmed',
    });
    expect(finding.evidence[0]).toMatchObject({ bearing: 'proves', source: 'node.last_error' });
    expect(proposed(finding)).toContain('manage');
    expect(proposed(finding)).not.toContain('unset-maintenance');
  });

  it('is less sure when a step was running, since then the agent had been there', async () => {
    const finding = await find({
      node: node({
        last_error:
          "Timeout reached while cleaning the node. Please check if the ramdisk responsible for the cleaning is running on the node. Failed on step {'step': 'erase_devices', 'interface': 'deploy'}.",
      }),
      history: [],
    });
    expect(finding).toMatchObject({ cause: 'wait-callback-timeout', confidence: 'likely' });
  });
});

describe('a step that failed', () => {
  it('is blamed by its innermost words', async () => {
    const finding = await find({ node: node(), history: [] });
    expect(finding).toMatchObject({ code: 'clean-failed-clean-step-failed', cause: 'clean-step-failed' });
    expect(finding.summary).toMatch(/disk/);
  });

  it('is not blamed where the BMC refused its password', async () => {
    const last_error =
      "Node 1111 failed step {'step': 'apply_configuration', 'interface': 'bios'}: Redfish exception occurred. Error: HTTP GET https://10.4.12.17/redfish/v1/Systems/1 returned code 401. unauthorized";
    expect(await find({ node: node({ last_error }), history: [] })).toMatchObject({
      cause: 'bmc-credentials',
    });
  });

  it('is found in history when last_error was wiped', async () => {
    const finding = await find({ node: node({ last_error: null }), history: [event(20, STEP_ERROR)] });
    expect(finding.cause).toBe('clean-step-failed');
    expect(finding.evidence[0]?.source).toMatch(/^history\[/);
  });

  it('is found in the reason of the maintenance that Ironic set for it', async () => {
    const finding = await find({
      node: node({
        last_error: null,
        maintenance: true,
        fault: 'clean failure',
        maintenance_reason: STEP_ERROR,
      }),
      history: [],
    });
    expect(finding.evidence[0]?.source).toBe('node.maintenance_reason');
    expect(proposed(finding)).toEqual(expect.arrayContaining(['manage', 'unset-maintenance']));
  });
});

describe('words that are not about this failure', () => {
  it('leaves out a power error that came later', async () => {
    const finding = await find({
      node: node({ last_error: "Failed to change power state to 'power on': IPMI call failed: power on" }),
      history: [event(20, STEP_ERROR)],
    });
    expect(finding.cause).toBe('clean-step-failed');
  });

  it('leaves out an error of the week before, and says that it did', async () => {
    const finding = await find({ node: node(), history: [event(10_000, STEP_ERROR)] });
    expect(finding).toMatchObject({ code: 'clean-failed-no-reason', cause: 'insufficient-evidence' });
    expect(finding.evidence.map((one) => one.observed).join('\n')).toMatch(
      /not used: history has the same words/,
    );
  });

  it('does not read a reason that a person wrote as an error', async () => {
    const finding = await find({
      node: node({ last_error: null, maintenance: true, maintenance_reason: STEP_ERROR }),
      history: [],
    });
    expect(finding.cause).toBe('insufficient-evidence');
    expect(proposed(finding)).not.toContain('unset-maintenance');
    expect(stepsOf(finding)).toMatch(/set by a person/);
  });
});

describe('what it says when it cannot tell', () => {
  it('names the state, and history that could not be read', async () => {
    const finding = await find({
      node: node({ last_error: null }),
      unread: { history: { kind: 'unsupported', reason: 'node history needs API 1.78' } },
    });
    expect(finding.code).toBe('clean-failed-no-reason');
    expect(finding.missing).toEqual([{ fact: 'history', reason: 'node history needs API 1.78' }]);
  });

  it('quotes words it does not know', async () => {
    const finding = await find({ node: node({ last_error: 'the dog ate it' }), history: [] });
    expect(finding).toMatchObject({ code: 'clean-failed-insufficient-evidence', severity: 'critical' });
    expect(finding.evidence[0]?.observed).toBe('the dog ate it');
  });

  it('takes an abort for what somebody wanted', async () => {
    const last_error =
      'By request, the clean operation was aborted during or after the completion of step "x"';
    expect(await find({ node: node({ last_error }), history: [] })).toMatchObject({
      cause: 'operator-maintenance',
      severity: 'warning',
    });
  });
});

describe('the way out', () => {
  it('repeats a manual cleaning as such, an automated one by provide', async () => {
    const commands = async (target: string) =>
      commandsOf(await find({ node: node({ target_provision_state: target }), history: [] }));
    expect(await commands('manageable')).toContain('node clean node-17');
    expect(await commands('available')).toContain('node provide node-17');
  });
});

it('asks nothing of nodes in other states', async () => {
  const outcomes = await examine(cleanFailed, { node: { ...HEALTHY_NODE, last_error: STEP_ERROR } });
  expect(outcomes).toEqual({ findings: [], clear: [], unknown: [] });
});
