import { expect, it } from 'vitest';
import {
  conductorLog,
  driverInfo,
  ports,
  power,
  ramdiskLog,
  say,
  validate,
} from '../../../src/core/advice-steps.ts';

const NAMED = { node: 'node-17', conductor: 'c-1' };

it('fills in the node, and the conductor where something lies on its disk', () => {
  for (const step of [validate, power, driverInfo, ports, conductorLog, ramdiskLog]) {
    expect(step(NAMED).command).toContain('node-17');
  }
  for (const step of [conductorLog, ramdiskLog]) expect(step(NAMED).text).toContain('c-1');
});

it('has no command where nothing is typed', () => {
  expect(say('Ask.')).toEqual({ text: 'Ask.' });
});
