import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logRecords, placeOf, recordsAbout, recordsFor, writtenAt } from '../../../src/core/log-records.ts';
import { NodeSchema } from '../../../src/openstack/ironic/schema.ts';

const log = (...lines: string[]) => [{ source: 'ironic-conductor', host: 'c1', lines }];
const UUID = '11111111-1111-4111-8111-111111111111';
const node = NodeSchema.parse({
  uuid: UUID,
  name: 'node-1',
  provision_state: 'active',
  instance_uuid: 'i-7',
});

describe('entries of a log', () => {
  it('keep the lines that belong to them', () => {
    const records = logRecords(
      log(
        '2026-11-22 17:58:22.184 9940 ERROR ironic.x [-] it broke',
        'Stderr: because',
        '2026-11-22 17:58:22.184 9940 ERROR ironic.x Traceback (most recent call last):',
        '2026-11-22 17:58:23.000 9940 INFO ironic.x [-] next',
      ),
    );
    expect(records.map((one) => [one.level, one.text.split('\n').length])).toEqual([
      ['error', 3],
      ['info', 1],
    ]);
  });

  it('read the level from the head and not from the message', () => {
    const [record] = logRecords(
      log(`2026-11-22 17:58:22.184 9940 INFO ironic.x [-] ${'x'.repeat(120)} ERROR`),
    );
    expect(record?.level).toBe('info');
  });

  it('begin at syslog and at stripped heads too', () => {
    expect(
      logRecords(log('Nov 22 18:40:22 c1 ironic: a', 'DEBUG ironic.x [-] b', 'WARNING ironic.x [-] c')),
    ).toHaveLength(3);
  });

  it('take a text without heads as one', () => {
    expect(logRecords(log('first', 'second'))).toMatchObject([{ level: 'unknown', text: 'first\nsecond' }]);
  });

  it('leave an error out of nothing that came after it', () => {
    const head = '2026-11-22 17:58:22.184 9940';
    const quiet = Array.from({ length: 9000 }, (_, at) => `${head} DEBUG ironic.x [-] ${at}`);
    const records = logRecords(log(`${head} ERROR ironic.x [-] it broke`, 'because', ...quiet));
    expect(records).toHaveLength(4001);
    expect(records[0]).toMatchObject({ level: 'error', text: expect.stringContaining('because') });
    expect(records.at(-1)?.text).toMatch(/ 8999$/);
  });

  it('lose no line of any log', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 20 }), (lines) => {
        expect(
          logRecords(log(...lines))
            .map((one) => one.text)
            .join('\n'),
        ).toBe(lines.join('\n'));
      }),
    );
  });
});

describe('entries about a node', () => {
  const entry = (text: string) => logRecords(log(`2026-11-22 17:58:22 ERROR ${text}`));
  it.each([
    [`node ${UUID} failed`, true, true],
    ['node-1 failed', true, true],
    ['node-17 failed', false, true],
    ['node 22222222-2222-4222-8222-222222222222 failed', false, false],
    ['node 22222222-2222-4222-8222-222222222222 of instance i-7', false, true],
    ['the whole conductor is out of memory', false, true],
  ])('%s', (text, about, counts) => {
    expect(recordsAbout(entry(text), node)).toHaveLength(about ? 1 : 0);
    expect(recordsFor(entry(text), node)).toHaveLength(counts ? 1 : 0);
  });

  it('know their place and time', () => {
    const [record] = entry('x');
    if (!record) throw new Error('no entry');
    expect(placeOf(record)).toBe('logs[ironic-conductor@c1]');
    expect(placeOf({ ...record, host: '' })).toBe('logs[ironic-conductor]');
    expect(writtenAt(record)).toBe(Date.parse('2026-11-22T17:58:22Z'));
    expect(writtenAt({ ...record, text: '2026-11-22 17:58:22,184 x' })).toBe(
      Date.parse('2026-11-22T17:58:22.184Z'),
    );
    expect(writtenAt({ ...record, text: 'no time' })).toBeUndefined();
  });

  it("know a host's own time, where a line names no zone", () => {
    const [record] = logRecords(
      log('2026-11-22 19:58:22 ERROR x').map((one) => ({ ...one, offset_minutes: 120 })),
    );
    if (!record) throw new Error('no entry');
    expect(writtenAt(record)).toBe(Date.parse('2026-11-22T17:58:22Z'));
    expect(writtenAt({ ...record, text: '2026-11-22T17:58:22Z x' })).toBe(Date.parse('2026-11-22T17:58:22Z'));
  });
});
