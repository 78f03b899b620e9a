import { type BlowOptions, blow } from './blow.ts';
import type { Repository } from './repository.ts';
import { type Hush, settled } from './settle.ts';
import type { Turn } from './turn.ts';

export interface ResettleOptions {
  readonly repository: Repository;
  readonly hush: (turn: Turn) => Hush;
  readonly blow: BlowOptions;
}

/** Looks through what is open in some channels: a silence has begun or ended. */
export async function resettle(
  { repository, hush, blow: how }: ResettleOptions,
  channels: readonly string[],
): Promise<void> {
  for (const channel of channels) {
    await repository.turn(channel, async (turn) => {
      for (const kept of await turn.open()) {
        const next = settled(kept, hush(turn), turn.now);
        if (next.story !== kept.story) await turn.change(kept, next);
      }
      await blow(turn, how);
    });
  }
}
