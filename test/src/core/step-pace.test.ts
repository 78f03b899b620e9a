import { expect, it } from 'vitest';
import { paceOf, runningStep, stepsBefore } from '../../../src/core/step-pace.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';

const node = (fields: Record<string, unknown>) => NodeSchema.parse({ ...HEALTHY_NODE, ...fields });

it.each([
  ['erase_devices_metadata', 'brief', 60],
  ['erase_devices_express', 'brief', 60],
  ['erase_devices', 'long', 12 * 3600],
  ['burnin_disk', 'long', 12 * 3600],
  ['apply_configuration', 'long', 4 * 3600, 'raid'],
  ['write_image', 'unknown', 3600],
  [undefined, 'unknown', 3600],
])('%s is %s', (step, kind, limit, of = 'deploy') => {
  expect(paceOf({ step, interface: of }, 60)).toEqual({ kind, limit });
});

it('finds the running step where its kind of operation keeps it', () => {
  const fields = { clean_step: { step: 'a' }, deploy_step: { step: 'b' }, service_step: { step: 'c' } };
  expect(runningStep(node({ ...fields, provision_state: 'wait call-back' }))?.step).toBe('b');
  expect(runningStep(node({ ...fields, provision_state: 'inspect wait' }))).toBeUndefined();
});

it('counts only the steps that are over, and nothing where they are not told', () => {
  const driver_internal_info = { clean_steps: [{ step: 'a' }, null, { step: 'b' }], clean_step_index: 2 };
  const of = { provision_state: 'clean wait', driver_internal_info };
  expect(stepsBefore(node(of))).toEqual([{ step: 'a' }]);
  expect(stepsBefore(node({ ...of, provision_state: 'wait call-back' }))).toEqual([]);
  expect(stepsBefore(node({ ...of, driver_internal_info: { clean_steps: 'x' } }))).toEqual([]);
});
