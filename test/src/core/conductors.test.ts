import { describe, expect, it } from 'vitest';
import { conductorNamed, conductorsFor, groupName, isDead } from '../../../src/core/conductors.ts';
import { ConductorSchema, NodeSchema } from '../../../src/openstack/ironic/schema.ts';

const node = (conductor_group?: string) =>
  NodeSchema.parse({ uuid: 'u', driver: 'ipmi', provision_state: 'active', conductor_group });
const conductor = (over: Record<string, unknown>) =>
  ConductorSchema.parse({ hostname: 'c1', conductor_group: '', alive: true, drivers: ['ipmi'], ...over });

describe('conductors that could take a node', () => {
  it.each([
    ['the same group and driver', '', {}, 1],
    ['a group in other letters', 'Rack-B', { conductor_group: 'rack-b' }, 1],
    ['a release that lists no drivers', '', { drivers: null }, 1],
    ['a release that does not say alive', '', { alive: null }, 1],
    ['a dead one', '', { alive: false }, 0],
    ['another group', 'rack-b', {}, 0],
    ['a grouped one for a node without a group', '', { conductor_group: 'rack-b' }, 0],
    ['another driver', '', { drivers: ['redfish'] }, 0],
  ])('are judged right for %s', (_, group, over, count) => {
    expect(conductorsFor(node(group), [conductor(over)])).toHaveLength(count);
  });
});

describe('a conductor', () => {
  it('is found whatever the letters of its name', () => {
    expect(conductorNamed([conductor({})], 'C1')?.hostname).toBe('c1');
    expect(conductorNamed([conductor({})], null)).toBeUndefined();
  });

  it('is dead only when Ironic says so', () => {
    expect([true, false, null].map((alive) => isDead(conductor({ alive })))).toEqual([false, true, false]);
  });

  it('has a group with a name to say aloud', () => {
    expect(groupName(node('rack-b'))).toBe('conductor group "rack-b"');
    expect(groupName(node())).toBe('the default conductor group');
  });
});
