import { describe, expect, it } from 'vitest';
import healthy from '../../playbooks/healthy.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import { examine, type FactsInMemory, HEALTHY_NODE, minutesAgo, recorded } from '../support/facts.ts';
import { onlyFinding } from '../support/findings.ts';

const VALID = { power: { result: true }, management: { result: true } };
const CONDUCTORS = [
  { hostname: 'conductor-1', conductor_group: '', alive: true, drivers: ['ipmi'] },
  { hostname: 'conductor-9', conductor_group: 'rack-z', alive: false, drivers: ['ipmi'] },
];
const INVENTORIES = {
  resource_provider_generation: 1,
  inventories: { CUSTOM_BAREMETAL: { total: 1, reserved: 0 } },
};
const none = { resource_provider_generation: 1, allocations: {} };
const node = (fields: Record<string, unknown> = {}) => ({ ...HEALTHY_NODE, ...fields });

/** Everything that an available node's health rests on. */
const AVAILABLE: FactsInMemory = {
  node: HEALTHY_NODE,
  conductors: CONDUCTORS,
  validation: VALID,
  history: [],
  resource_provider: { uuid: HEALTHY_NODE.uuid },
  inventories: INVENTORIES,
  allocations: none,
};

const SERVER = '22222222-2222-4222-8222-222222222222';
const ACTIVE: FactsInMemory = {
  node: node({ provision_state: 'active', power_state: 'power on', instance_uuid: SERVER }),
  conductors: CONDUCTORS,
  validation: VALID,
  history: [],
  instance: { id: SERVER, name: 'db-1', status: 'ACTIVE' },
  allocations: {
    resource_provider_generation: 1,
    allocations: { [SERVER]: { resources: { CUSTOM_BAREMETAL: 1 } } },
  },
};

const silent = async (facts: FactsInMemory) => {
  const { findings, unknown } = await examine(healthy, facts);
  expect(unknown).toEqual([]);
  expect(findings).toEqual([]);
};

describe('an available node', () => {
  it('is healthy in positive words', async () => {
    const finding = await onlyFinding(healthy, AVAILABLE);
    expect(finding).toMatchObject({ code: 'healthy-available', cause: 'healthy', confidence: 'confirmed' });
    expect(finding.summary).toBe(
      'Nothing is wrong: available, powered off, in Placement as CUSTOM_BAREMETAL, nothing reserved.',
    );
  });

  it('is healthy as recorded on a real cloud', async () => {
    const finding = await onlyFinding(healthy, {
      now: '2026-11-22T18:00:00Z',
      node: recorded('ironic/node-available'),
      conductors: recorded('ironic/conductors-one-dead'),
      validation: recorded('ironic/validate-healthy'),
      history: [],
      resource_provider: recorded('placement/provider-healthy'),
      inventories: recorded('placement/inventories-healthy'),
      allocations: recorded('placement/allocations-healthy'),
    });
    expect(finding.summary).toContain('in Placement as CUSTOM_LAB_HEALTHY');
  });

  it.each<[string, FactsInMemory]>([
    ['in maintenance', { node: node({ maintenance: true }) }],
    ['with a fault', { node: node({ fault: 'power failure' }) }],
    ['whose power state nobody knows', { node: node({ power_state: null }) }],
    ['whose power state is error', { node: node({ power_state: 'error' }) }],
    ['that is being switched', { node: node({ target_power_state: 'power on' }) }],
    ['with an instance', { node: node({ instance_uuid: SERVER }) }],
    ['that is retired', { node: node({ retired: true }) }],
    ['without a resource class', { node: node({ resource_class: null }) }],
    ['that Placement does not know', { resource_provider: null, inventories: null, allocations: null }],
    [
      'that Placement has reserved',
      {
        inventories: {
          resource_provider_generation: 1,
          inventories: { CUSTOM_BAREMETAL: { total: 1, reserved: 1 } },
        },
      },
    ],
    [
      'that Placement has under another class',
      {
        inventories: {
          resource_provider_generation: 1,
          inventories: { CUSTOM_OLD: { total: 1, reserved: 0 } },
        },
      },
    ],
    ['that is still allocated', { allocations: ACTIVE.allocations }],
    ['whose conductor is dead', { conductors: [{ ...CONDUCTORS[0], alive: false }] }],
    ['that no conductor serves', { node: node({ conductor: null }), conductors: [CONDUCTORS[1]] }],
    ['whose power settings are invalid', { validation: { ...VALID, power: { result: false, reason: 'x' } } }],
    [
      'that could not boot a ramdisk',
      { validation: { ...VALID, boot: { result: false, reason: "Missing are: ['deploy_kernel']" } } },
    ],
    ['whose validation is refused', { validation: { status: 400, error_message: 'no such interface' } }],
    ['locked for long', { node: node({ reservation: 'conductor-1', updated_at: minutesAgo(30) }) }],
    ['locked by a dead conductor', { node: node({ reservation: 'conductor-9', updated_at: minutesAgo(1) }) }],
  ])('%s is not called healthy', async (_, facts) => {
    await silent({ ...AVAILABLE, ...facts });
  });

  it('needs no image before somebody deploys it, and may be locked in passing', async () => {
    const deploy = { result: false, reason: "Missing are: ['instance_info.image_source']" };
    const locked = node({ reservation: 'conductor-1', updated_at: minutesAgo(1) });
    const finding = await onlyFinding(healthy, {
      ...AVAILABLE,
      node: locked,
      validation: { ...VALID, deploy },
    });
    expect(finding.confidence).toBe('confirmed');
  });

  it('remembers the last trouble as a remark', async () => {
    const history = [
      { uuid: 'e', created_at: minutesAgo(17_280), severity: 'ERROR', event_type: 'cleaning', event: 'x' },
    ];
    const finding = await onlyFinding(healthy, { ...AVAILABLE, history });
    expect(finding.summary).toMatch(/last trouble 12 d ago \(cleaning\)\.$/);
  });
});

describe('what cannot be read', () => {
  it('forbids health when a service is sick', async () => {
    const { resource_provider, ...rest } = AVAILABLE;
    const { findings, unknown } = await examine(healthy, {
      ...rest,
      unread: { resource_provider: 'Placement did not answer within 5 s' },
    });
    expect(resource_provider).toBeDefined();
    expect(findings).toEqual([]);
    expect(unknown).toMatchObject([{ kind: 'failed', reason: 'Placement did not answer within 5 s' }]);
    expect(verdictOf(findings, unknown).cause).toBe('insufficient-evidence');
  });

  it('is no obstacle where the cloud has no such service', async () => {
    const why = { kind: 'not-deployed', reason: 'this cloud has no Placement' } as const;
    const finding = await onlyFinding(healthy, {
      node: node({ resource_class: null }),
      conductors: CONDUCTORS,
      validation: VALID,
      history: [],
      unread: { resource_provider: why, inventories: why, allocations: why },
    });
    expect(finding).toMatchObject({ code: 'healthy-available', confidence: 'confirmed' });
  });

  it('makes it modest where this credential may not ask', async () => {
    const { validation, ...rest } = AVAILABLE;
    expect(validation).toBeDefined();
    const finding = await onlyFinding(healthy, {
      ...rest,
      unread: { validation: { kind: 'denied', reason: 'forbidden' } },
    });
    expect(finding).toMatchObject({ confidence: 'likely' });
    expect(finding.missing).toEqual([{ fact: 'validation', reason: 'forbidden' }]);
  });

  it('makes it modest in a snapshot of nothing but the node', async () => {
    expect(await onlyFinding(healthy, { node: HEALTHY_NODE })).toMatchObject({ confidence: 'likely' });
    const classless = await examine(healthy, { node: node({ resource_class: null }) });
    expect(classless.findings).toEqual([]);
  });
});

describe('a node in use', () => {
  it('is healthy with its instance and its own allocation', async () => {
    const finding = await onlyFinding(healthy, ACTIVE);
    expect(finding).toMatchObject({ code: 'healthy-active', confidence: 'confirmed' });
    expect(finding.summary).toBe('Nothing is wrong: active, powered on, instance db-1 ACTIVE.');
  });

  it('is healthy as recorded on a real cloud', async () => {
    const finding = await onlyFinding(healthy, {
      now: '2026-11-22T18:00:00Z',
      node: recorded('ironic/node-server'),
      conductors: recorded('ironic/conductors-one-dead'),
      validation: recorded('ironic/validate-healthy'),
      history: [],
      instance: recorded('nova/server-active'),
      allocations: recorded('placement/allocations-server'),
    });
    expect(finding).toMatchObject({ code: 'healthy-active', confidence: 'confirmed' });
  });

  it('may keep an error of before it became active', async () => {
    const old = node({ ...(ACTIVE.node as object), last_error: 'Failed to deploy: x' });
    expect(await onlyFinding(healthy, { ...ACTIVE, node: old })).toMatchObject({ cause: 'healthy' });
  });

  it('may have been deployed without Nova', async () => {
    const alone = node({ ...(ACTIVE.node as object), instance_uuid: null });
    const { instance, allocations, ...rest } = ACTIVE;
    expect([instance, allocations]).not.toContain(undefined);
    expect(await onlyFinding(healthy, { ...rest, node: alone })).toMatchObject({ code: 'healthy-active' });
  });

  it.each<[string, FactsInMemory]>([
    ['whose instance Nova does not know', { instance: null }],
    ['whose instance is in ERROR', { instance: { id: SERVER, status: 'ERROR' } }],
    [
      'whose instance is on another node',
      { instance: { id: SERVER, status: 'ACTIVE', 'OS-EXT-SRV-ATTR:hypervisor_hostname': 'elsewhere' } },
    ],
    [
      'that is off under a running instance',
      { node: node({ ...(ACTIVE.node as object), power_state: 'power off' }) },
    ],
    ['without its allocation', { allocations: none }],
    [
      'with an error of a minute ago',
      {
        node: node({ ...(ACTIVE.node as object), last_error: 'Failed to change power state' }),
        history: [
          {
            uuid: 'e',
            created_at: minutesAgo(1),
            severity: 'ERROR',
            event_type: 'provisioning',
            event: 'Failed to change power state',
          },
        ],
      },
    ],
  ])('%s is not called healthy', async (_, facts) => {
    await silent({ ...ACTIVE, ...facts });
  });
});

it('calls a recorded manageable node healthy although its power was never read', async () => {
  const finding = await onlyFinding(healthy, {
    now: '2026-11-22T18:00:00Z',
    node: recorded('ironic/node-manageable-never-powered'),
    conductors: recorded('ironic/conductors-one-dead'),
    validation: recorded('ironic/validate-healthy'),
    history: [],
  });
  expect(finding).toMatchObject({
    code: 'healthy-manageable',
    confidence: 'likely',
    proposals: [{ id: 'provide' }],
  });
});

describe('other states', () => {
  const facts = (of: Record<string, unknown>): FactsInMemory => ({
    node: node(of),
    conductors: CONDUCTORS,
    validation: VALID,
    history: [],
  });

  it.each([
    ['manageable', { provision_state: 'manageable' }],
    ['manageable before its power was ever read', { provision_state: 'manageable', power_state: null }],
    ['enroll without an error', { provision_state: 'enroll', power_state: null }],
    [
      'deploying for five minutes',
      { provision_state: 'deploying', reservation: 'conductor-1', provision_updated_at: minutesAgo(5) },
    ],
    [
      'wait call-back for three minutes',
      { provision_state: 'wait call-back', power_state: 'power on', provision_updated_at: minutesAgo(3) },
    ],
    [
      'clean wait with an agent at work',
      {
        provision_state: 'clean wait',
        provision_updated_at: minutesAgo(1),
        driver_internal_info: { agent_last_heartbeat: minutesAgo(1) },
      },
    ],
    [
      'service wait for the BMC',
      {
        provision_state: 'service wait',
        driver_internal_info: { servicing_polling: true },
        provision_updated_at: minutesAgo(50),
      },
    ],
  ])('%s is healthy', async (_, of) => {
    expect(await onlyFinding(healthy, facts(of))).toMatchObject({ cause: 'healthy' });
  });

  it.each([
    ['enroll after a failed verify', { provision_state: 'enroll', last_error: 'Failed to get power state' }],
    ['clean failed', { provision_state: 'clean failed' }],
    ['clean hold', { provision_state: 'clean hold' }],
    ['clean wait for an hour', { provision_state: 'clean wait', provision_updated_at: minutesAgo(60) }],
    [
      'wait call-back with the power off',
      { provision_state: 'wait call-back', provision_updated_at: minutesAgo(3) },
    ],
    [
      'verifying for ten minutes',
      { provision_state: 'verifying', reservation: 'conductor-1', provision_updated_at: minutesAgo(10) },
    ],
    [
      'deploying under a dead conductor',
      { provision_state: 'deploying', reservation: 'conductor-9', provision_updated_at: minutesAgo(5) },
    ],
    [
      'deploying without a lock for long',
      { provision_state: 'deploying', provision_updated_at: minutesAgo(10) },
    ],
    ['a state that was not read', { provision_state: undefined }],
  ])('%s is not', async (_, of) => {
    await silent(facts(of));
  });
});

describe('requests without a node', () => {
  it('are healthy when the server runs', async () => {
    const finding = await onlyFinding(healthy, { instance: { id: SERVER, status: 'ACTIVE' } });
    expect(finding).toMatchObject({ code: 'healthy-server', cause: 'healthy' });
    await silent({
      instance: { id: SERVER, status: 'ERROR', fault: { message: 'No valid host was found. ' } },
    });
  });

  it('are healthy when a flavor has candidates', async () => {
    const flavor = { id: 'f', name: 'bm.gold', extra_specs: { 'resources:CUSTOM_BAREMETAL': '1' } };
    const candidates = (count: number) => ({
      allocation_requests: Array.from({ length: count }, () => ({ allocations: {} })),
      provider_summaries: {},
    });
    const finding = await onlyFinding(healthy, { flavor, allocation_candidates: candidates(2) });
    expect(finding.summary).toBe('Nothing is wrong: 2 nodes could take this flavor now.');
    await silent({ flavor, allocation_candidates: candidates(0) });
  });
});
