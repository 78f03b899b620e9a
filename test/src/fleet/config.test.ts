import { expect, test } from 'vitest';
import { FleetSchema } from '../../../src/fleet/config.ts';

test('sweeps every half hour and keeps a season, without a digest, where nothing is said', () => {
  expect(FleetSchema.parse({})).toEqual({ sweep: 30, keep: 90 });
});

test('a digest needs a channel alone', () => {
  expect(FleetSchema.parse({ digest: { channel: 'C0123456789' } }).digest).toMatchObject({
    at: '08:00',
    timezone: 'UTC',
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  });
});

test.each([
  [{ sweep: -1 }],
  [{ digest: { channel: '#general' } }],
  [{ digest: { channel: 'C012', at: '25:00' } }],
  [{ digest: { channel: 'C012', timezone: 'Berlin' } }],
  [{ digest: { channel: 'C012', days: [] } }],
  [{ digset: {} }],
])('%j is refused', (wrong) => {
  expect(FleetSchema.safeParse(wrong).success).toBe(false);
});
