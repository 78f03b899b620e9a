import { expect, test } from 'vitest';
import { remember } from '../../../src/lib/remember.ts';

test('works once for each text, forgets what was asked for longest ago, and keeps nothing long', () => {
  const asked: string[] = [];
  const work = remember(
    (text) => {
      asked.push(text);
      return { text };
    },
    { most: 2, longest: 3 },
  );
  expect(work('a')).toBe(work('a'));
  work('b');
  work('a');
  // `b` is the one that goes.
  work('c');
  work('a');
  work('b');
  expect(work('long')).not.toBe(work('long'));
  expect(asked).toEqual(['a', 'b', 'c', 'b', 'long', 'long']);
});

test('an answer that is nothing is an answer', () => {
  let times = 0;
  const work = remember(() => void times++, { most: 2, longest: 3 });
  work('a');
  work('a');
  expect(times).toBe(1);
});
