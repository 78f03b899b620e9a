import { describe, expect, it, test } from 'vitest';
import {
  changeForbidden,
  deadHolder,
  firmwareStep,
  firstOf,
  heldByPerson,
  holdsSecret,
  illegal,
  inMaintenance,
  instancePresent,
  isProtected,
  isRetired,
  powerForbidden,
} from '../../../src/core/guards.ts';
import { ConductorSchema, NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';

const node = (fields: object = {}) => NodeSchema.parse({ ...HEALTHY_NODE, ...fields });
const conductors = [
  { hostname: 'Conductor-1', alive: true },
  { hostname: 'conductor-2', alive: false },
  { hostname: 'conductor-3' },
].map((one) => ConductorSchema.parse(one));

test('a healthy node has nothing against it', () => {
  const well = node();
  const guards = [
    heldByPerson,
    instancePresent,
    isProtected,
    isRetired,
    firmwareStep,
    powerForbidden,
    changeForbidden,
  ];
  expect(
    firstOf(...guards.map((guard) => guard(well)), inMaintenance(well, 'x'), deadHolder(well, [])),
  ).toBeUndefined();
});

test("a person's hold is told with its reason, Ironic's own is none, and nobody's word counts as a person's", () => {
  expect(heldByPerson(node({ maintenance: true, maintenance_reason: 'DIMM' }))?.words).toContain('"DIMM"');
  expect(heldByPerson(node({ maintenance: true, fault: 'clean failure' }))).toBeUndefined();
  const old = { maintenance: true, maintenance_reason: null, fault: undefined };
  expect(heldByPerson(node(old))?.code).toBe('operator-maintenance');
});

describe('a lock', () => {
  it('is no refusal while its conductor lives, or does not say', () => {
    for (const reservation of ['conductor-1', 'conductor-3', '** Redacted - requires x permission. **'])
      expect(deadHolder(node({ reservation }), conductors)).toBeUndefined();
  });
  it('is one for ever when its conductor is dead or unheard of', () => {
    expect(deadHolder(node({ reservation: 'conductor-2' }), conductors)?.words).toContain('is not alive');
    expect(deadHolder(node({ reservation: 'conductor-9' }), conductors)?.words).toContain('does not list');
  });
});

test('what the table does not have is illegal, and what came later too old', () => {
  expect(illegal(node({ provision_state: 'deploy failed' }), 'manage', '1.110')?.code).toBe('illegal-state');
  expect(illegal(node({ provision_state: 'wait call-back' }), 'abort', '1.95')?.code).toBe('version-too-old');
  expect(illegal(node({ provision_state: 'clean failed' }), 'manage', undefined)).toBeUndefined();
});

test('an instance, a protection and a retirement are told with what they say', () => {
  expect(instancePresent(node({ instance_uuid: 'i-1' }))?.words).toContain('i-1');
  expect(isProtected(node({ protected: true, protected_reason: 'db' }))?.words).toContain('"db"');
  expect(isRetired(node({ retired: true }))?.code).toBe('retired');
  expect(inMaintenance(node({ maintenance: true, fault: 'service failure' }), 'abort')?.words).toContain(
    'service failure',
  );
});

test.each([
  [{ provision_state: 'clean wait', clean_step: { step: 'update', interface: 'firmware' } }, 'firmware-step'],
  [{ provision_state: 'service wait', service_step: { step: 'flash_bmc' } }, 'firmware-step'],
  [{ driver_internal_info: { redfish_fw_updates: [{ task: 1 }] } }, 'firmware-step'],
  [{ driver_internal_info: { redfish_fw_updates: { task: 1 } } }, 'firmware-step'],
  [{ provision_state: 'service failed', last_error: 'Firmware update failed' }, 'firmware-step'],
  [{ provision_state: 'deploy failed', last_error: 'Firmware update failed' }, undefined],
  [{ driver_internal_info: { redfish_fw_updates: [] } }, undefined],
  [{ provision_state: 'clean wait', clean_step: { step: 'erase_devices', interface: 'deploy' } }, undefined],
])('firmware is guarded: %j', (fields, code) => {
  expect(firmwareStep(node(fields))?.code).toBe(code);
});

test('who is not shown whether firmware is being written does not know, where something is going on', () => {
  const driver_internal_info = { content: '** Redacted - Requires x permission. **' };
  expect(firmwareStep(node({ driver_internal_info, provision_state: 'service wait' }))?.code).toBe(
    'not-shown',
  );
  expect(firmwareStep(node({ driver_internal_info }))).toBeUndefined();
});

test.each(['clean wait', 'cleaning', 'deploying', 'servicing'])(
  'no power is switched in %s',
  (provision_state) => {
    expect(powerForbidden(node({ provision_state }))?.code).toBe('illegal-state');
  },
);

test('no power is switched twice at once, and some is in a wait', () => {
  expect(powerForbidden(node({ target_power_state: 'power on' }))?.code).toBe('power-in-progress');
  expect(powerForbidden(node({ provision_state: 'wait call-back' }))).toBeUndefined();
});

test.each([
  ['deploying', 'active', 'illegal-state'],
  ['clean wait', 'available', 'illegal-state'],
  ['inspecting', 'manageable', 'illegal-state'],
  ['clean failed', 'available', undefined],
  ['inspect wait', 'manageable', undefined],
  ['available', null, undefined],
])('fields of a node in %s on its way to %s', (provision_state, target_provision_state, code) => {
  expect(changeForbidden(node({ provision_state, target_provision_state }))?.code).toBe(code);
});

test('words with a secret in them are not passed on, nor repeated', () => {
  expect(holdsSecret('password=hunter22hunter')?.words).not.toContain('hunter');
  expect(holdsSecret('INC-4411 swapping DIMM B2')).toBeUndefined();
});
