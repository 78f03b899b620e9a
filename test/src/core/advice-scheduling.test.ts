import { expect, it } from 'vitest';
import { SCHEDULING_ADVICE } from '../../../src/core/advice-scheduling.ts';
import { CAUSES } from '../../../src/core/cause.ts';

it('covers every cause of "No valid host", and nothing else', () => {
  const causes = Object.keys(CAUSES).filter((cause) => cause.startsWith('nvh-'));
  expect(Object.keys(SCHEDULING_ADVICE).sort()).toEqual(causes.sort());
  for (const advice of Object.values(SCHEDULING_ADVICE)) expect(advice.guide).toBe('no-valid-host');
});
