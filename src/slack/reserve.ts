import Bottleneck from 'bottleneck';

/**
 * Lets at most so many calls pass in any minute: a quarter of them at once, and the rest as they come back one by one.
 * `Infinity` holds nothing back.
 */
export function createReserve(perMinute: number): Bottleneck {
  if (perMinute === Number.POSITIVE_INFINITY) return new Bottleneck();
  const burst = Math.max(1, Math.floor(perMinute / 4));
  // Bottleneck refills in steps of a quarter of a second.
  const each = Math.ceil(60_000 / Math.max(1, perMinute - burst) / 250) * 250;
  return new Bottleneck({
    reservoir: burst,
    reservoirIncreaseInterval: each,
    reservoirIncreaseAmount: 1,
    reservoirIncreaseMaximum: burst,
  });
}
