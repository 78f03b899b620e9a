import { describe, expect, it } from 'vitest';
import { blockerOf } from '../../../src/core/schedulable.ts';
import { type Node, NodeSchema } from '../../../src/openstack/ironic/schema.ts';
import { GOLD } from '../../support/scheduling.ts';

const node = (more: object): Node => NodeSchema.parse({ ...GOLD, ...more });
const kind = (more: object) => blockerOf(node(more))?.kind;

describe('schedulable', () => {
  it('takes an available, unused node with a known power state for free', () => {
    expect(kind({})).toBeUndefined();
    expect(kind({ power_state: 'power on' })).toBeUndefined();
    // Not read is not unknown.
    expect(kind({ power_state: undefined })).toBeUndefined();
  });

  it('names what keeps a node from Nova', () => {
    expect(kind({ power_state: null })).toBe('power unknown');
    expect(kind({ power_state: 'error' })).toBe('power unknown');
    expect(kind({ instance_uuid: 'x' })).toBe('in use');
    expect(kind({ provision_state: 'manageable' })).toBe('manageable');
    expect(kind({ provision_state: 'clean failed' })).toBe('clean failed');
    expect(kind({ provision_state: 'deploy failed' })).toBe('failed');
    expect(kind({ provision_state: 'wait call-back' })).toBe('busy');
    expect(kind({ provision_state: 'clean hold' })).toBe('held');
    expect(kind({ provision_state: 'enroll' })).toBe('enroll');
    expect(kind({ provision_state: undefined })).toBe('state unknown');
    expect(kind({ retired: true })).toBe('retired');
  });

  it('tells the maintenance of a person from that of Ironic', () => {
    expect(blockerOf(node({ maintenance: true, maintenance_reason: 'DIMM' }))?.words).toContain(
      'a person or a tool: DIMM',
    );
    expect(blockerOf(node({ maintenance: true, fault: 'power failure' }))?.words).toContain(
      'fault power failure',
    );
  });
});
