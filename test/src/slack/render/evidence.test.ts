import { expect, test } from 'vitest';
import { evidenceLine, unknownLines } from '../../../../src/slack/render/evidence.ts';

const READ = '2026-11-22T18:00:00+00:00';
const line = (source: string, observed: string, at = READ) =>
  evidenceLine({ bearing: 'supports', source, observed, at }, 300, READ);

test('a time in our own words is shown in the zone of the reader', () => {
  expect(line('node.provision_updated_at', 'cleaning since 2026-11-22T13:23:20+00:00, 6 h')).toBe(
    '• cleaning since <!date^1795353800^{date_short_pretty} {time_secs}|2026-11-22 13:23:20 UTC>, 6 h (`node.provision_updated_at`)',
  );
});

test('an error stays as it was written, times included', () => {
  expect(line('node.last_error', 'Timeout at 2026-11-22T13:23:20+00:00')).toContain(
    '`Timeout at 2026-11-22T13:23:20+00:00`',
  );
});

test('what was read earlier says when', () => {
  expect(line('node.power_state', 'power on', '2026-11-22T17:00:00+00:00')).toMatch(
    /, read <!date\^1795366800\^/,
  );
});

test('text around a time cannot mention anybody', () => {
  expect(line('node.owner', 'x @here 2026-11-22T13:23:20Z <!channel>')).not.toMatch(/<!channel>|@here/);
});

test('checks that one reason silenced are one line', () => {
  const unknown = ['a', 'b', 'c'].map((id) => ({
    check: id,
    asks: `${id}?`,
    reason: 'Nova is down',
    kind: 'failed' as const,
  }));
  expect(unknownLines(unknown, 2)).toEqual(['• Nova is down: _a?_ and 2 more']);
});
