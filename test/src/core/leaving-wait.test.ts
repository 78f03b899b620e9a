import { expect, it } from 'vitest';
import { stopSteps, waitProposals } from '../../../src/core/leaving-wait.ts';
import { judgeWait } from '../../../src/core/waiting.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE, minutesAgo, NOW } from '../../support/facts.ts';

const now = new Date(NOW);
const parse = (fields: Record<string, unknown>) =>
  NodeSchema.parse({
    ...HEALTHY_NODE,
    provision_state: 'clean wait',
    provision_updated_at: minutesAgo(90),
    ...fields,
  });
const verbs = (fields: Record<string, unknown>) => {
  const node = parse(fields);
  return waitProposals(node, judgeWait(node, now)).map((one) => one.id);
};

it('switches nothing while firmware, BIOS or RAID is being changed', () => {
  expect(verbs({})).toEqual(['abort', 'power-on']);
  expect(verbs({ power_state: 'power on' })).toEqual(['abort', 'power-cycle']);
  expect(verbs({ clean_step: { step: 'update', interface: 'firmware' } })).toEqual(['abort']);
  expect(verbs({ driver_internal_info: { cleaning_polling: true } })).toEqual(['abort']);
  expect(verbs({ provision_state: 'service wait' })).toEqual(['abort']);
});

it('undeploys last, and never a protected node', () => {
  expect(verbs({ provision_state: 'wait call-back' })).toEqual(['power-on', 'undeploy']);
  // Only an Ironic of 1.109 and later has such a field.
  expect(verbs({ provision_state: 'wait call-back', health: null })).toEqual([
    'power-on',
    'abort',
    'undeploy',
  ]);
  expect(verbs({ provision_state: 'wait call-back', health: null, instance_uuid: 'x' })).toEqual([
    'power-on',
  ]);
  expect(verbs({ provision_state: 'wait call-back', protected: true })).toEqual(['power-on']);
});

it('asks the person who set maintenance', () => {
  expect(verbs({ maintenance: true })).toEqual(['ask-operator']);
  expect(verbs({ maintenance: true, fault: 'clean failure' })).toContain('abort');
});

it('names the state that an abort leads to', () => {
  const node = parse({ provision_state: 'inspect wait' });
  expect(stopSteps(node, judgeWait(node, now))[0]?.text).toMatch(/leads to inspect failed/);
});
