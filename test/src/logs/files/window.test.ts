import { mkdtempSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { partWithin, timeBefore } from '../../../../src/logs/files/window.ts';
import { lineTimes } from '../../../../src/logs/line-time.ts';

const BEGAN = Date.parse('2026-11-22T00:00:00Z');
const timeOf = lineTimes({ offsetMinutes: 0, now: new Date('2026-11-23T00:00:00Z') });
const stamp = (second: number) =>
  new Date(BEGAN + second * 1000).toISOString().replace('T', ' ').slice(0, -1);

async function withFile<T>(
  content: string | Buffer,
  use: (file: Awaited<ReturnType<typeof open>>, size: number) => Promise<T>,
) {
  const path = join(mkdtempSync(join(tmpdir(), 'window-')), 'a.log');
  writeFileSync(path, content);
  const file = await open(path, 'r');
  try {
    return await use(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

const day = Array.from(
  { length: 80_000 },
  (_, second) => `${stamp(second)} 1 INFO x [-] ${'y'.repeat(60)}\n`,
).join('');

it('a few looks find a narrow part of a big log that holds the whole window', async () => {
  await withFile(day, async (file, size) => {
    const [from, to] = [BEGAN + 40_000_000, BEGAN + 40_600_000];
    const { begin, end } = await partWithin(file, size, { from, to, timeOf });
    expect(end - begin).toBeLessThan(size / 5);
    expect(day.slice(begin, begin + 19) <= stamp(40_000)).toBe(true);
    expect(day.slice(end, end + 19) > stamp(40_600)).toBe(true);
  });
});

it.each([
  ['before all of it', -100_000_000],
  ['after all of it', 900_000_000],
])('a window %s costs next to nothing', async (_, start) => {
  await withFile(day, async (file, size) => {
    const { begin, end } = await partWithin(file, size, {
      from: BEGAN + start,
      to: BEGAN + start + 1000,
      timeOf,
    });
    expect(end - begin).toBeLessThan(1 << 20);
  });
});

it('a log without times is taken whole', async () => {
  await withFile('no time here\n'.repeat(100_000), async (file, size) => {
    expect(await partWithin(file, size, { from: BEGAN, to: BEGAN, timeOf })).toEqual({ begin: 0, end: size });
  });
});

it('the time of the line before a place', async () => {
  await withFile(`${stamp(1)} a\n${stamp(2)} b\n  c\n`, async (file, size) => {
    expect(await timeBefore(file, size, timeOf)).toBe(BEGAN + 2000);
    expect(await timeBefore(file, 0, timeOf)).toBeUndefined();
  });
});
