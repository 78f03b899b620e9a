import { expect, test } from 'vitest';
import { createTelling } from '../../../src/lib/telling.ts';

test('what is told reaches whoever listens, as long as they do', () => {
  const weather = createTelling<string>('test.weather');
  const [first, second]: [string[], string[]] = [[], []];
  weather.tell('unheard');
  const stop = weather.hear((what) => first.push(what));
  weather.tell('rain');
  createTelling<string>('test.weather').hear((what) => second.push(what));
  createTelling<string>('test.other').tell('elsewhere');
  stop();
  weather.tell('sun');
  expect([first, second]).toEqual([['rain'], ['sun']]);
});
