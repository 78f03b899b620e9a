import { expect, test } from 'vitest';
import { toldBy } from '../../../src/alerts/told.ts';
import { understand } from '../../../src/core/alert-subjects.ts';
import { createFleetIndex } from '../../../src/core/fleet-index.ts';
import { ENTRIES, nameOf, readingOf, T0 } from '../../support/alert-world.ts';

const index = createFleetIndex(ENTRIES);
const WHEN = { revised: '1.000000', at: T0 };
function told(...args: Parameters<typeof readingOf>) {
  const reading = readingOf(...args);
  return toldBy(reading, understand(reading, { index }), WHEN);
}
const A = { key: 'a', node: nameOf(1) };

test('an alert that stands twice in a message fires while it fires anywhere', () => {
  const over = { ...A, status: 'resolved' } as const;
  for (const items of [
    [over, A],
    [A, over],
  ]) {
    expect(told(items).alerts).toMatchObject([{ key: 'a', status: 'firing', ended: null }]);
  }
});

test('times are those of the tool, else of what was said', () => {
  const started = '2026-11-30T03:00:00.000Z';
  const ended = '2026-11-30T03:10:00.000Z';
  expect(told([{ ...A, started }]).alerts).toMatchObject([{ started, ended: null }]);
  expect(told([{ ...A, status: 'resolved', started, ended }]).alerts).toMatchObject([{ started, ended }]);
  expect(told([{ ...A, status: 'resolved' }]).alerts).toMatchObject([{ started: T0, ended: T0 }]);
});

test('what is nobody of ours is not told, but counts as an alert of the message', () => {
  const other = { key: 'x', name: 'DiskFull', node: 'db-1' };
  expect(told([A, other])).toMatchObject({ alerts: [{ key: 'a' }], single: false, over: false, whole: true });
  expect(told([other])).toMatchObject({ alerts: [], single: true });
});

test.each([{ cut: true }, { told: 9 }])('what is cut says nothing of what it leaves out: %j', (more) => {
  expect(told([A], more).whole).toBe(false);
});

test('of a subject only what it is is kept, not by what it was recognised', () => {
  expect(Object.keys(told([A]).alerts[0]?.subjects[0] ?? {})).toEqual(['kind', 'cloud', 'id', 'name']);
});
