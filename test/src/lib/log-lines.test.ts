import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOf, mentions, plainLine, surelyBegins } from '../../../src/lib/log-lines.ts';

const HEAD = '2026-11-22 18:40:22.184 12345';
const fixture = new URL('../../fixtures/logs/ironic-conductor.log', import.meta.url);
const conductor = readFileSync(fixture, 'utf8').trimEnd().split('\n').map(plainLine);

describe('entries of a log', () => {
  it('keep a real traceback with the error that it belongs to, the chained one included', () => {
    const [entry, ...others] = entriesOf(conductor).filter((one) =>
      one[0]?.includes('Exception during message'),
    );
    expect(others).toEqual([]);
    expect(entry?.filter((line) => line.includes('Traceback'))).toHaveLength(2);
    expect(entry?.at(-1)).toMatch(/ERROR oslo_messaging\.rpc\.server $/);
  });

  it("keep a command's output with the warning about it", () => {
    const [entry] = entriesOf(conductor).filter((one) => one[0]?.includes('IPMI power status failed'));
    expect(entry?.map((line) => line.slice(0, 8))).toEqual(
      expect.arrayContaining(['Command:', 'Exit cod', 'Stderr: ']),
    );
  });

  it.each([
    [
      'two errors of one logger with a context each',
      [`${HEAD} ERROR a.b [-] x`, `${HEAD} ERROR a.b [-] y`],
      2,
    ],
    [
      'a traceback whose lines repeat the request',
      [`${HEAD} ERROR a [req-1] x`, `${HEAD} ERROR a [req-1]   File`],
      1,
    ],
    [
      'the traceback of another request',
      [`${HEAD} ERROR a [req-1] x`, `${HEAD} ERROR a [req-2] Traceback `],
      2,
    ],
    ['an error without a context by another logger', [`${HEAD} ERROR a [-] x`, `${HEAD} ERROR b y`], 2],
    ['syslog', ['Nov 22 18:40:22 c1 a[1]: x', 'Nov 22 18:40:22 c1 a[1]: y'], 2],
    [
      'a traceback through syslog',
      [
        `Nov 22 18:40:22 c1 a[1]: ${HEAD} ERROR a [-] x`,
        `Nov 22 18:40:22 c1 a[1]: ${HEAD} ERROR a Traceback `,
      ],
      1,
    ],
    ['journald', ['2026-11-22T18:40:22+0000 c1 a[1]: x', '2026-11-22T18:40:23+0000 c1 a[1]: y'], 2],
    ['a web server', ['::1 - - [22/Nov/2026:18:40:22 +0000] "GET', '::1 - - [22/Nov/2026 18:40:22] "GET'], 2],
    ['no heads at all', ['a', 'b'], 1],
  ])('%s', (_, lines, count) => {
    expect(entriesOf(lines)).toHaveLength(count);
  });

  it('lose no line and change no order, and may be cut wherever one surely begins', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(...conductor),
      fc.string().map((text) => `${HEAD} ERROR a ${text}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.nat(30), (lines, at) => {
        expect(entriesOf(lines).flat()).toEqual(lines);
        if (!surelyBegins(lines[at] ?? '')) return;
        expect([...entriesOf(lines.slice(0, at)), ...entriesOf(lines.slice(at))]).toEqual(entriesOf(lines));
      }),
    );
  });
});

it('a line is plain without colours, NULs and a carriage return', () => {
  expect(plainLine('\0\0\u001b[01;31mred\u001b[00m x\r')).toBe('red x');
});

it.each([
  ['node-1', true],
  ['node-17', false],
  ['my-node-1', false],
  ['node-17 and node-1.', true],
  ['_node-1', false],
  ['NODE-1', false],
])('%s names node-1: %s', (text, named) => {
  expect(mentions(`about ${text}`, 'node-1')).toBe(named);
});
