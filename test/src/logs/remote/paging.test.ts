import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../src/core/errors.ts';
import type { Entry } from '../../../../src/logs/remote/entries.ts';
import { groupsOf, type Page, readBackwards } from '../../../../src/logs/remote/paging.ts';

const sick = (code: 'server-error' | 'bad-answer' = 'server-error') =>
  new ServiceError('Loki failed (503)', { code, service: 'logs' });
const entry = (at: number, text: string): Entry => ({
  at: BigInt(at),
  ms: at,
  source: 's',
  host: 'h',
  lines: [text],
  head: undefined,
  fields: undefined,
});

/** A store that holds entries of these times, and of which only those with an even number count. */
function store(times: readonly number[], evenOnly = false) {
  const all = times.map((at, index) => ({ ...entry(at, `${index}`), counts: !evenOnly || index % 2 === 0 }));
  return async (_: readonly string[], before: bigint, limit: number): Promise<Page> => {
    const hits = all
      .filter(({ at }) => at < before)
      .sort((a, b) => Number(b.at - a.at))
      .slice(0, limit);
    return {
      kind: 'page',
      entries: hits.filter(({ counts }) => counts),
      full: hits.length === limit,
      newest: hits[0]?.at,
      oldest: hits.at(-1)?.at,
      notes: [],
    };
  };
}

const paging = { title: 'Loki', groups: [['a']], before: 1_000n };

describe('reading backwards', () => {
  it('loses nothing and doubles nothing while no moment fills a page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(60), { maxLength: 80 }), fc.boolean(), async (times, evenOnly) => {
        const busiest = Math.max(0, ...times.map((time) => times.filter((other) => other === time).length));
        const { entries, cut } = await readBackwards({
          ...paging,
          limit: busiest + 1,
          ask: store(times, evenOnly),
          most: { entries: 1_000, bytes: 1_000_000, pages: 1_000 },
        });
        const read = entries.map(({ lines }) => Number(lines[0])).toSorted((a, b) => a - b);
        expect(read).toEqual(times.map((_, index) => index).filter((index) => !evenOnly || index % 2 === 0));
        expect(cut).toBeUndefined();
      }),
    );
  });

  it('ends with a moment that fills a page, and says so', async () => {
    const { entries, cut } = await readBackwards({ ...paging, limit: 3, ask: store([1, 5, 5, 5, 5, 9]) });
    expect(entries.map(({ ms }) => ms).toSorted()).toEqual([1, 5, 5, 5, 9]);
    expect(cut).toBe('more than 3 lines have the same time; not all of them were read');
  });

  it('keeps within its bounds', async () => {
    const times = Array.from({ length: 100 }, (_, index) => index);
    for (const most of [
      { entries: 20, bytes: 1_000_000, pages: 100 },
      { entries: 1_000, bytes: 2_000, pages: 100 },
      { entries: 1_000, bytes: 1_000_000, pages: 2 },
    ]) {
      const { entries, cut } = await readBackwards({ ...paging, limit: 10, ask: store(times), most });
      expect(entries.length).toBeLessThan(40);
      expect(entries.some(({ ms }) => ms === 99)).toBe(true);
      expect(cut).toBe('there are too many lines; only the newest were read');
    }
  });

  it('gives what it has when the store fails later, and fails when it has nothing', async () => {
    const whole = store([1, 2, 3, 4, 5, 6]);
    let asked = 0;
    const ask: typeof whole = (...args) => {
      asked += 1;
      return asked === 2 ? Promise.reject(sick()) : whole(...args);
    };
    const { entries, cut } = await readBackwards({ ...paging, limit: 3, ask });
    expect(entries.map(({ ms }) => ms).toSorted()).toEqual([4, 5, 6]);
    expect(cut).toBe('some lines are missing: Loki failed (503)');
    await expect(readBackwards({ ...paging, limit: 3, ask: () => Promise.reject(sick()) })).rejects.toThrow(
      sick(),
    );
    // Nobody may read this as "nothing was logged".
    asked = 0;
    const mute: typeof whole = async (...args) => ({ ...(await ask(...args)), entries: [] }) as Page;
    await expect(readBackwards({ ...paging, limit: 3, ask: mute })).rejects.toThrow('Loki failed (503)');
  });

  it('asks for fewer as long as the store wants that, and at least for one', async () => {
    const limits: number[] = [];
    const ask = async (_: readonly string[], __: bigint, limit: number): Promise<Page> => {
      limits.push(limit);
      return { kind: 'fewer', limit: Math.floor(limit / 4), error: sick('bad-answer') };
    };
    await expect(readBackwards({ ...paging, limit: 100, ask })).rejects.toMatchObject({ code: 'bad-answer' });
    expect(limits).toEqual([100, 25, 6, 1]);
  });

  it('throws a bug of ours on', async () => {
    const ask = () => Promise.reject(new TypeError('bug'));
    await expect(readBackwards({ ...paging, limit: 3, ask })).rejects.toThrow(TypeError);
  });
});

it('puts words into groups that a store accepts', () => {
  expect(groupsOf(['a', 'b', 'a', '', ' ', 'c'], 2, 100)).toEqual([['a', 'b'], ['c']]);
  expect(groupsOf(['aaa', 'bb', 'cccc'], 9, 5)).toEqual([['aaa', 'bb'], ['cccc']]);
  expect(groupsOf([], 9, 5)).toEqual([]);
});
