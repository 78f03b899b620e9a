import { expect, test } from 'vitest';
import { createSweptWatch } from '../../../src/fleet/swept-watch.ts';

test('whoever swept, it is told once, and a sick database tells nothing', async () => {
  let newest: string | undefined;
  let sick = false;
  let swept = 0;
  const warned: string[] = [];
  const watch = createSweptWatch({
    glances: {
      async newest() {
        if (sick) throw new Error('the database is away');
        return newest;
      },
    },
    onSwept: () => {
      swept += 1;
    },
    log: { warn: (_, words) => void warned.push(words) },
  });
  await watch();
  newest = '2026-11-22T03:00:00.000Z';
  await watch();
  await watch();
  expect(swept).toBe(1);
  sick = true;
  newest = '2026-11-22T03:30:00.000Z';
  await watch();
  expect([swept, warned]).toEqual([1, ['nobody knows whether a fleet was swept']]);
  sick = false;
  await watch();
  expect(swept).toBe(2);
});
