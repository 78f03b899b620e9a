import { join } from 'node:path';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { callLine } from '../../../src/core/api-call.ts';
import { ServiceError } from '../../../src/core/errors.ts';
import { maintenanceHolder } from '../../../src/core/maintenance.ts';
import {
  FAILED_STATES,
  HOLD_STATES,
  ING_STATES,
  STABLE_STATES,
  WAIT_STATES,
} from '../../../src/core/provision-state.ts';
import { exitOf, type ProvisionVerb } from '../../../src/core/provision-transitions.ts';
import { REMEDIATIONS, type Risk } from '../../../src/core/remediation.ts';
import type { ActId, Judgement, Params, Remediation } from '../../../src/core/remediation-unit.ts';
import { discover } from '../../../src/lib/discover.ts';
import { isSecretKey } from '../../../src/lib/scrub.ts';
import { minutesAgo } from '../../support/facts.ts';
import { type CloudParts, freshOf, NODE, SERVER } from '../../support/fresh.ts';

const FOLDER = join(import.meta.dirname, '../../../src/remediations');
const PORT = '55555555-5555-4555-8555-555555555555';
const SECRET = 'hunter22hunter';

/** Parameters that each unit takes; a new unit needs a line here. */
const PARAMS: Readonly<Record<ActId, readonly Params[]>> = {
  abort: [{ node: NODE }],
  undeploy: [{ node: NODE }],
  manage: [{ node: NODE }],
  provide: [{ node: NODE }],
  inspect: [{ node: NODE }],
  adopt: [{ node: NODE }],
  unrescue: [{ node: NODE }],
  unhold: [{ node: NODE }],
  'power-on': [{ node: NODE }],
  'power-off': [{ node: NODE }],
  'soft-power-off': [{ node: NODE }],
  'power-cycle': [{ node: NODE }],
  'set-maintenance': [{ node: NODE, reason: 'INC-4412 switch port' }],
  'unset-maintenance': [{ node: NODE }],
  'set-interface': [{ node: NODE, interface: 'network_interface', value: 'noop' }],
  'set-property': [{ node: NODE, property: 'capabilities', value: 'boot_mode:uefi' }],
  'set-resource-class': [{ node: NODE, value: 'gold' }],
  'add-trait': [{ node: NODE, trait: 'CUSTOM_GPU' }],
  'remove-trait': [{ node: NODE, trait: 'CUSTOM_GPU' }],
  'detach-vif': [{ node: NODE, vif: PORT }],
  'delete-port': [{ port: PORT }],
  'reattach-networking': [{ node: NODE }],
  'enable-compute-service': [{ service: 'compute-1' }],
  'disable-compute-service': [{ service: 'compute-1', reason: 'INC-4413' }],
  'delete-allocation': [{ consumer: SERVER, resource_provider: NODE }],
  'reset-server-state': [
    { server: SERVER, state: 'active' },
    { server: SERVER, state: 'error' },
  ],
  'retry-later': [{ node: NODE }],
};
/** What touches nothing of a node that a person holds. */
const BESIDE_A_HOLD: readonly string[] = [
  'retry-later',
  'delete-port',
  'delete-allocation',
  'reset-server-state',
  'enable-compute-service',
  'disable-compute-service',
] satisfies readonly ActId[];
const RISKS: readonly Risk[] = ['safe', 'disruptive', 'destructive'];

let units: readonly Remediation[];
beforeAll(async () => {
  units = await discover<Remediation>(FOLDER, 'remediation', () => undefined);
});

it('has a unit for every word of the vocabulary, and no other', () => {
  const words = Object.keys(REMEDIATIONS).filter((id) => id !== 'none');
  expect(units.map(({ id }) => id)).toEqual(words.sort());
});

test('every unit takes exactly its parameters', () => {
  for (const { id, params } of units) {
    for (const sample of PARAMS[id]) {
      expect(params.safeParse(sample), id).toMatchObject({ success: true });
      expect(params.safeParse({ ...sample, more: 'x' }).success, id).toBe(false);
      for (const key of Object.keys(sample)) {
        const { [key]: _, ...less } = sample;
        expect(params.safeParse(less).success, `${id} without ${key}`).toBe(false);
        expect(params.safeParse({ ...sample, [key]: '../../v1/nodes' }).success, `${id} ${key}`).toBe(
          key === 'reason',
        );
      }
    }
  }
});

test('every unit names a target and waits for as long as a person would', () => {
  for (const unit of units) {
    for (const sample of PARAMS[unit.id]) {
      expect(unit.target(sample)).toMatch(/^(?:node|port|compute-service|server|consumer) [\w-]+$/);
      expect(unit.patience).toBeGreaterThanOrEqual(30);
      expect(unit.patience).toBeLessThanOrEqual(3600);
    }
  }
});

const STATES = [
  ...FAILED_STATES,
  ...HOLD_STATES,
  ...ING_STATES,
  ...STABLE_STATES,
  ...WAIT_STATES,
  '',
  'unheard of',
];
const hostile = fc.oneof(
  fc.constant(null),
  fc.constant(`IPMI call failed: ipmitool -U admin -P ${SECRET} chassis power status`),
  fc.constant(`{"password": "${SECRET}"}`),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constant('<!channel> *bold* `code` \u202e\u0000'),
);
const one = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const step = one(
  null,
  {},
  { step: 'erase_devices', interface: 'deploy', abortable: false },
  { step: 'update', interface: 'firmware' },
  { step: 'hold' },
);
const wildNode = fc.record({
  uuid: fc.constant(NODE),
  name: hostile,
  provision_state: one(...STATES),
  target_provision_state: one(null, 'available', 'active', 'manageable'),
  provision_updated_at: one(null, 'yesterday', minutesAgo(1), minutesAgo(9999)),
  updated_at: one(null, minutesAgo(1)),
  power_state: one(null, 'power on', 'power off', 'error'),
  target_power_state: one(null, null, null, 'power on'),
  maintenance: fc.boolean(),
  maintenance_reason: hostile,
  fault: one(
    null,
    null,
    undefined,
    'power failure',
    'clean failure',
    'service failure',
    'rescue abort failure',
    'new fault',
  ),
  last_error: hostile,
  reservation: one(
    null,
    null,
    null,
    'conductor-1',
    'conductor-2',
    '** Redacted - requires baremetal:node:get:reservation permission. **',
  ),
  instance_uuid: one(null, null, SERVER, 'not a uuid'),
  allocation_uuid: one(null, null, SERVER),
  protected: fc.boolean(),
  protected_reason: hostile,
  retired: fc.boolean(),
  disable_power_off: fc.boolean(),
  resource_class: one(null, 'gold', 'baremetal'),
  inspect_interface: one('agent', 'no-inspect'),
  network_interface: one('neutron', 'flat', 'noop', null),
  power_interface: one('ipmitool', 'redfish'),
  clean_step: step,
  deploy_step: step,
  service_step: step,
  driver_internal_info: one<unknown>(
    null,
    {},
    { redfish_fw_updates: [{}] },
    { redfish_fw_updates: 'x' },
    { content: '** Redacted - Requires x permission. **' },
    { agent_secret_token: SECRET },
  ),
  driver_info: fc.constant({ ipmi_password: SECRET }),
  properties: one<unknown>(null, {}, { capabilities: 'boot_mode:bios' }, { capabilities: { a: 'b' } }),
});
const part = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 9 });
const bag = one<unknown>(
  null,
  {},
  { tenant_vif_port_id: PORT },
  { cleaning_vif_port_id: PORT },
  { tenant_vif_port_id: '' },
);
const wildCloud: fc.Arbitrary<CloudParts> = fc.record({
  node: fc.option(wildNode, { nil: null, freq: 9 }),
  ports: part(
    fc.array(
      fc.record({
        uuid: fc.constant('p'),
        address: fc.constant('52:54:00:00:00:01'),
        node_uuid: one(NODE, null),
        portgroup_uuid: one(null, null, 'g'),
        internal_info: bag,
        extra: bag,
      }),
      { maxLength: 2 },
    ),
  ),
  portgroups: part(
    fc.array(
      fc.record({
        uuid: fc.constant('g'),
        name: hostile,
        address: one(null, '52:54:00:00:00:01'),
        node_uuid: one(NODE, null),
        internal_info: bag,
        extra: bag,
      }),
      { maxLength: 1 },
    ),
  ),
  traits: part(one<readonly string[]>([], ['CUSTOM_GPU'])),
  conductors: part(
    one<readonly object[]>(
      [],
      [
        { hostname: 'conductor-1', alive: true },
        { hostname: 'conductor-2', alive: false },
      ],
    ),
  ),
  drivers: part(
    one<readonly object[]>([], [{ name: 'ipmi', enabled_network_interfaces: ['noop'] }, { name: 'ipmi' }]),
  ),
  version: one(null, '1.1', '1.31', '1.42', '1.82', '1.87', '1.95', '1.110', '1.115', 'nonsense'),
  servers: part(
    fc.array(
      fc.record({
        id: fc.constant(SERVER),
        name: hostile,
        status: one('ACTIVE', 'ERROR', 'BUILD', 'DELETED', 'SHUTOFF'),
        'OS-EXT-STS:task_state': one(null, 'spawning', 'deleting'),
      }),
      { maxLength: 1 },
    ),
  ),
  compute_services: part(
    fc.array(
      fc.record({
        id: one<unknown>(7, PORT),
        binary: one('nova-compute', 'nova-scheduler'),
        host: fc.constant('compute-1'),
        status: one('enabled', 'disabled', 'UNKNOWN'),
        state: one('up', 'down'),
        disabled_reason: hostile,
        forced_down: fc.boolean(),
      }),
      { maxLength: 1 },
    ),
  ),
  neutron_ports: part(
    fc.array(
      fc.record({
        id: fc.constant(PORT),
        mac_address: one(null, '52:54:00:00:00:01'),
        status: one(null, 'DOWN', 'ACTIVE'),
        device_id: one('', SERVER, NODE, 'lb'),
        device_owner: one('', 'compute:nova', 'network:dhcp'),
        'binding:host_id': one(undefined, '', NODE, 'host-1'),
        'binding:vif_type': one(undefined, 'unbound', 'binding_failed', 'other'),
        created_at: one(null, minutesAgo(1), minutesAgo(9999)),
      }),
      { maxLength: 1 },
    ),
  ),
  allocations: part(
    one<Readonly<Record<string, object>>>(
      {},
      {
        [SERVER]: {
          allocations: { [NODE]: { generation: 1, resources: { CUSTOM_GOLD: 1 } } },
          consumer_generation: 1,
          project_id: 'p',
          user_id: 'u',
        },
      },
    ),
  ),
});

/** Where much is as it should be, so that every unit has something to say yes to. */
const tameCloud: fc.Arbitrary<CloudParts> = fc
  .tuple(
    wildCloud,
    one(...STATES, 'active', 'active', 'active'),
    one<unknown>({ tenant_vif_port_id: PORT }, {}),
  )
  .map(([wild, provision_state, internal_info]) => ({
    ...wild,
    node: {
      provision_state,
      network_interface: 'neutron',
      power_state: wild.node && 'power_state' in wild.node ? wild.node.power_state : null,
    },
    ports: [{ uuid: 'p', address: '52:54:00:00:00:01', node_uuid: NODE, internal_info }],
    neutron_ports: wild.neutron_ports?.length ? wild.neutron_ports : [{ id: PORT }],
    conductors: [{ hostname: 'conductor-1', alive: true }],
    version: '1.115',
  }));
const anyCloud = fc.oneof(wildCloud, tameCloud);

/** `abort` of what a provision call says on the wire. */
const verbOf = (target: unknown) => (target === 'deleted' ? 'undeploy' : target) as ProvisionVerb;

function keysIn(value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...keysIn(inner),
  ]);
}

describe('on every state and whatever a hostile cloud says, each unit', () => {
  async function judged(
    unit: Remediation,
    params: Params,
    parts: CloudParts,
  ): Promise<Judgement | undefined> {
    try {
      return await unit.judge(params, freshOf(parts));
    } catch (error) {
      expect(error, unit.id).toBeInstanceOf(ServiceError);
      return undefined;
    }
  }

  it('throws nothing but ServiceError, and never does what is not legal or not ours', async () => {
    const seenGo = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyCloud, async (parts) => {
        const node = parts.node ? await freshOf(parts).node(NODE) : null;
        const held = node !== null && ['person', 'unknown'].includes(maintenanceHolder(node));
        for (const unit of units) {
          for (const params of PARAMS[unit.id]) {
            const answer = await judged(unit, params, parts);
            if (!answer) continue;
            expect(JSON.stringify(answer), unit.id).not.toContain(SECRET);
            if (answer.kind === 'refused') {
              expect(answer.code, unit.id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
              expect(answer.words, unit.id).toMatch(/\S[.?]$/u);
              continue;
            }
            seenGo.add(unit.id);
            if (held) expect(BESIDE_A_HOLD, `${unit.id} on a held node`).toContain(unit.id);
            expect(RISKS.indexOf(answer.risk ?? 'destructive')).toBeGreaterThanOrEqual(
              RISKS.indexOf(REMEDIATIONS[unit.id].risk),
            );
            expect(answer.becomes && answer.undo, unit.id).not.toBe('');
            for (const call of answer.calls) {
              expect(callLine(call), unit.id).toMatch(/^(?:PUT|POST|PATCH|DELETE) \/[\w/.-]+(?: |$)/);
              expect(keysIn(call.body).filter(isSecretKey), unit.id).toEqual([]);
              if (!call.path.endsWith('/states/provision')) continue;
              const target =
                call.body !== null && typeof call.body === 'object' && 'target' in call.body
                  ? call.body.target
                  : '';
              const version = parts.version ?? undefined;
              expect(exitOf(node?.provision_state ?? '', verbOf(target), version), unit.id).toMatchObject({
                kind: 'legal',
              });
            }
          }
        }
      }),
      { numRuns: 600 },
    );
    // Otherwise the rest of it says nothing.
    expect(units.map(({ id }) => id).filter((id) => !seenGo.has(id))).toEqual([]);
  });

  it('follows whatever becomes of it, in short words without secrets', async () => {
    await fc.assert(
      fc.asyncProperty(anyCloud, anyCloud, async (before, after) => {
        for (const unit of units) {
          for (const params of PARAMS[unit.id]) {
            const answer = await judged(unit, params, before);
            const seen = answer?.kind === 'go' ? answer.seen : {};
            try {
              const progress = await unit.verify(params, freshOf(after), seen);
              expect(['done', 'going', 'failed']).toContain(progress.kind);
              expect(progress.words.length, unit.id).toBeLessThan(600);
              expect(JSON.stringify(progress), unit.id).not.toContain(SECRET);
            } catch (error) {
              expect(error, unit.id).toBeInstanceOf(ServiceError);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
