import { setImmediate } from 'node:timers/promises';

/** A process as far as its waiting goes: when it is over, nothing that it waits for ever comes. */
export interface Life {
  readonly name: string;
  over: boolean;
  /** Its machine is suspended: it takes no step, and does not know. */
  asleep: boolean;
}

interface Waiting {
  readonly life: Life;
  /** Milliseconds on the clock. */
  readonly from: number;
  readonly go: () => void;
}

/** Numbers below `n`, the same ones for the same seed (mulberry32). */
export function createDice(seed: number): (n: number) => number {
  let state = seed | 0;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/**
 * Lets many that run at once take their steps in an order of our choosing: each waits at a gate before and after whatever
 * it asks of the world, until it is chosen.
 */
export function createStepper(clock: { at: number }) {
  let waiting: Waiting[] = [];
  let under = 0;

  async function gate(life: Life, from = 0): Promise<void> {
    await new Promise<void>((go) => {
      if (!life.over) waiting.push({ life, from, go });
    });
  }

  /** Everybody stands at a gate, or is done. */
  async function quiet(): Promise<void> {
    do {
      await setImmediate();
    } while (under > 0);
  }

  const alive = () => {
    waiting = waiting.filter(({ life }) => !life.over);
    return waiting;
  };

  const able = () => alive().filter(({ life, from }) => !life.asleep && from <= clock.at);

  return {
    gate,
    quiet,
    /** What is asked of the world, with a gate on either side. */
    async step<T>(life: Life, run: () => Promise<T>): Promise<T> {
      await gate(life);
      under += 1;
      let done: () => T;
      try {
        const value = await run();
        done = () => value;
      } catch (error) {
        done = () => {
          throw error;
        };
      }
      under -= 1;
      await gate(life);
      return done();
    },
    ready: () => able().length,
    /** Until when everybody waits who can take a step at all. */
    nextAt: () => Math.min(...alive().flatMap(({ life, from }) => (life.asleep ? [] : [from]))),
    /** Lets one of those go that may. */
    release(dice: (n: number) => number): void {
      const ready = able();
      const one = ready[dice(ready.length)];
      if (!one) return;
      waiting.splice(waiting.indexOf(one), 1);
      one.go();
    },
  };
}

export type Stepper = ReturnType<typeof createStepper>;
