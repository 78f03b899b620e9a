import { expect, it } from 'vitest';
import { recoveryBlockers } from '../../../src/core/power-recovery.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';

it.each([
  [{}, []],
  [{ reservation: 'c1' }, ['node.reservation']],
  [{ target_power_state: 'power on' }, ['node.target_power_state']],
  [{ provision_state: 'enroll' }, ['node.provision_state']],
  [{ conductor: null }, ['node.conductor']],
])('%j keeps a power fault for %j', (fields, sources) => {
  const node = { ...HEALTHY_NODE, ...fields } as unknown as Node;
  expect(recoveryBlockers(node).map((one) => one.source)).toEqual(sources);
});
