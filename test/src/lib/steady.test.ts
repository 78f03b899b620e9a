import { describe, expect, it } from 'vitest';
import { setBackBy, steady } from '../../../src/lib/steady.ts';

const HOUR = 3_600_000;

function hand() {
  let at = Date.parse('2026-01-05T03:10:00Z');
  return {
    clock: () => new Date(at),
    move: (ms: number) => {
      at += ms;
    },
  };
}

describe('steady milliseconds', () => {
  it('go along with the clock, forward by whatever', () => {
    const { clock, move } = hand();
    const now = steady(clock);
    const began = now();
    move(5_000);
    expect(now() - began).toBe(5_000);
    move(HOUR);
    expect(now() - began).toBe(HOUR + 5_000);
  });

  it('go on from where they were when the clock is set back, each time', () => {
    const { clock, move } = hand();
    const now = steady(clock);
    const began = now();
    for (const _ of [1, 2]) {
      move(-HOUR);
      now();
      move(1_000);
      now();
    }
    expect(now() - began).toBe(2_000);
  });
});

it('tells by how much the clock has been set back in all', () => {
  const { clock, move } = hand();
  const lost = setBackBy(clock);
  expect(lost()).toBe(0);
  move(HOUR);
  expect(lost()).toBe(0);
  move(-10_000);
  expect(lost()).toBe(10_000);
  move(5_000);
  expect(lost()).toBe(10_000);
  move(-HOUR);
  expect(lost()).toBe(HOUR + 10_000);
});
