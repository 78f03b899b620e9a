import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../../../../src/lib/log-lines.ts';
import { contextOf, osloEntry, requestId } from '../../../../../src/sandbox/cloud/logs/oslo.ts';
import { noon } from '../client.ts';

const asker = { by: 'operator', request: requestId('x') } as const;
const entry = osloEntry({
  at: noon.getTime() + 7,
  service: 'ironic-conductor',
  host: 'cond-1',
  level: 'ERROR',
  logger: 'ironic.conductor.utils',
  context: contextOf(asker, 'ironic-conductor', 'cond-1'),
  text: 'It failed',
  traceback: ['Traceback (most recent call last):', 'OSError: [Errno 28] No space left on device'],
});
const HEAD =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \d+ [A-Z]+ [\w.]+ \[None req-[0-9a-f-]{36} (?:[0-9a-f]{32} [0-9a-f]{32} - - default default|- - - - - -)\] /;

describe("the services' log entries", () => {
  it('look as those of a real conductor do', () => {
    const real = readFileSync(
      new URL('../../../../fixtures/logs/ironic-conductor-lock-held.log', import.meta.url),
      'utf8',
    );
    expect(real.split('\n')[0]).toMatch(HEAD);
    expect(entry).toMatch(HEAD);
    expect(`2026-11-22 12:00:00.000 7 INFO x.y ${contextOf('itself', 'a', 'b')} text`).toMatch(HEAD);
  });

  it('are one entry with their traceback, whose lines repeat the head', () => {
    const lines = entry.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(
      /^\S+ \S+\.007 \d+ ERROR ironic\.conductor\.utils OSError: \[Errno 28\] No space left on device$/,
    );
    expect(entriesOf(lines)).toHaveLength(1);
  });

  it("name a service's own rounds by one id as long as it lives, and requests by their own", () => {
    expect(contextOf('itself', 'a', 'b')).toBe(contextOf('itself', 'a', 'b'));
    expect(contextOf('itself', 'a', 'b')).not.toBe(contextOf('itself', 'a', 'c'));
    expect(contextOf(asker, 'a', 'b')).toContain(requestId('x'));
  });
});
