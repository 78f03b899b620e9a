import { expect, it } from 'vitest';
import { grouped } from '../../../src/core/guide-groups.ts';
import { PROCEDURES } from '../../../src/core/procedures/index.ts';

it('has every topic under one heading, and few under "Other"', () => {
  const groups = grouped(PROCEDURES);
  expect(groups.flatMap((one) => one.procedures).toSorted()).toHaveLength(PROCEDURES.length);
  expect(groups.length).toBeGreaterThan(3);
  expect(groups.find((one) => one.group === 'Other')?.procedures.length ?? 0).toBeLessThan(4);
});
