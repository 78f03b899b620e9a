import { describe, expect, it } from 'vitest';
import { messageOf, tellingErrors, tellingIn } from '../../../src/core/log-lines.ts';
import type { LogRecord } from '../../../src/core/log-records.ts';

const record = (text: string, level: LogRecord['level'] = 'error'): LogRecord => ({
  source: 'ironic-conductor',
  host: '',
  text,
  level,
});
const TIMEOUT =
  'Timeout reached while cleaning the node. Please check if the ramdisk is running on the node.';

describe('telling lines', () => {
  it.each([
    ['2026-11-22 17:00:01.000 7 ERROR ironic.x [req-1 - -] it broke', 'it broke'],
    ['2026-11-22T17:00:01Z ERROR it broke', 'it broke'],
    ['no head at all', 'no head at all'],
    ['first\n  in between\nValueError: odd', 'first … ValueError: odd'],
    ['', ''],
  ])('of %j the message is %j', (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it('are warnings that mean something where there is no error', () => {
    const records = [record('disk is warm', 'warning'), record(TIMEOUT, 'warning'), record('fine', 'info')];
    expect(tellingErrors(records).map((one) => one.text)).toEqual([TIMEOUT]);
    expect(tellingErrors([...records, record('bad')]).map((one) => one.text)).toEqual(['bad']);
  });

  it('are few, however many errors there are', () => {
    const names = Array.from({ length: 900 }, (_, at) => String.fromCodePoint(0x4e00 + at));
    const lines = tellingErrors(names.map((name) => record(`error ${name}`)));
    expect(lines).toHaveLength(8);
    expect(lines.map((one) => one.text)).toContain(`error ${names.at(-1)}`);
  });

  it('in a file without levels are those that look like errors', () => {
    expect(tellingIn('df', ['all is well', 'ls: failed to open', 'ls: failed to open'])).toEqual([
      { count: 2, place: 'df', text: 'ls: failed to open' },
    ]);
  });
});
