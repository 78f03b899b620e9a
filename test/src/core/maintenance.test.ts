import { describe, expect, it } from 'vitest';
import { maintenanceHolder, powerFailure } from '../../../src/core/maintenance.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';

const node = (over: Record<string, unknown>) =>
  NodeSchema.parse({ uuid: 'u', provision_state: 'active', ...over });
const WORDS = 'During sync_power_state, max retries exceeded for node u';

describe('who set maintenance', () => {
  it.each([
    [{}, 'nobody'],
    [{ maintenance: false, maintenance_reason: 'left over' }, 'nobody'],
    [{ maintenance: true, fault: 'clean failure' }, 'ironic'],
    [{ maintenance: true, fault: null, maintenance_reason: 'INC-1' }, 'person'],
    [{ maintenance: true, fault: null }, 'person'],
    [{ maintenance: true, maintenance_reason: 'INC-1' }, 'person'],
    [{ maintenance: true, maintenance_reason: WORDS }, 'ironic'],
    [{ maintenance: true }, 'unknown'],
  ])('is told by %j', (over, holder) => {
    expect(maintenanceHolder(node(over))).toBe(holder);
  });
});

describe('a power failure', () => {
  it.each([
    [{ maintenance: true, fault: 'power failure' }, 'fault'],
    [{ maintenance: true, maintenance_reason: WORDS }, 'words'],
    [{ maintenance: false, maintenance_reason: WORDS, last_error: WORDS }, undefined],
    [{ maintenance: true, fault: 'clean failure', maintenance_reason: WORDS }, undefined],
  ])('is known from %j', (over, known) => {
    expect(powerFailure(node(over))).toBe(known);
  });
});
