import { createRandom } from '../../test/support/random.ts';

export interface Random {
  /** In [0, 1). */
  next(): number;
  pick<T>(from: readonly T[]): T;
}

/** The same choices for the same seed. */
export function dice(seed: number): Random {
  const next = createRandom(seed);
  return { next, pick: (from) => from[Math.floor(next() * from.length)] as (typeof from)[number] };
}
