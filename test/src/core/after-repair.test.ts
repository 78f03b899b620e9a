import { expect, it } from 'vitest';
import { stepsAfterRepair } from '../../../src/core/after-repair.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';

const commands = (fields: object): readonly string[] =>
  stepsAfterRepair({ ...HEALTHY_NODE, ...fields } as unknown as Node).map(({ command }) => command ?? '');

it('clean failed is left by manage, and cleaned anew by whoever cleaned it', () => {
  expect(commands({ provision_state: 'clean failed' })).toEqual([
    'baremetal node manage node-17',
    'baremetal node provide node-17',
  ]);
  expect(commands({ provision_state: 'clean failed', target_provision_state: 'manageable' })[1]).toContain(
    'node clean',
  );
});

it("lifts Ironic's own maintenance and nobody else's", () => {
  const state = { provision_state: 'clean failed', maintenance: true };
  expect(commands({ ...state, fault: 'clean failure' })).toContain(
    'baremetal node maintenance unset node-17',
  );
  expect(commands(state)).not.toContain('baremetal node maintenance unset node-17');
});

it('a failed deploy is repeated, unless Nova has a server on it', () => {
  expect(commands({ provision_state: 'deploy failed' })).toEqual(['baremetal node deploy node-17']);
  expect(commands({ provision_state: 'deploy failed', instance_uuid: 'i-1' })[0]).toContain(
    'openstack server show i-1',
  );
});

it('says nothing for other states', () => {
  expect(commands({ provision_state: 'active' })).toEqual([]);
});
