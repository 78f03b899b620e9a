import { expect, test } from 'vitest';
import { requestIdOf } from '../../../src/approvals/request-id.ts';

test('is the same for the same call, another for any other, and one that services take', () => {
  const ids = ['a', 'b'].flatMap((approval) => [0, 1, 2].map((call) => requestIdOf(approval, call)));
  expect(new Set(ids).size).toBe(6);
  expect(requestIdOf('a', 1)).toBe(ids[1]);
  // openstack/oslo.middleware oslo_middleware/request_id.py: others are not taken over.
  for (const id of ids)
    expect(id).toMatch(/^req-[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
