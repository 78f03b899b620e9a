import { expect, test } from 'vitest';
import { plainErrorText, recordsIn } from '../../../src/core/error-text.ts';

test('white space of every kind becomes one space', () => {
  expect(plainErrorText('a \n\t b\u00a0 c\r\nd')).toBe('a b c d');
});

test('a value wrapped in a table comes out whole', () => {
  const table = `+------------+---------------------+
| Field      | Value               |
+------------+---------------------+
| last_error | Timeout reached     |
|            | while cleaning      |
|            | the node.           |
+------------+---------------------+`;
  expect(plainErrorText(table)).toContain('last_error Timeout reached while cleaning the node.');
});

test('a pipe in running text stays', () => {
  expect(plainErrorText('cat x | grep y')).toBe('cat x | grep y');
});

test('escapes of JSON in JSON are undone', () => {
  expect(plainErrorText('{"a": "{\\"b\\": \\"it\\\\\\"s\\\\nso\\"}"}')).toBe('{"a": "{"b": "it"s so"}"}');
});

test('what chat and terminals add goes away', () => {
  expect(
    plainErrorText('\u001b[31mit\u2019s\u001b[0m \u201cso\u201d &lt;b&gt; &amp;c &quot;d&quot;\u200b\u202e'),
  ).toBe('it\'s "so" <b> &c "d"');
});

test('the middle of a text that is far too long is left out', () => {
  const plain = plainErrorText(`first${'x'.repeat(300_000)}last`);
  expect(plain.length).toBeLessThanOrEqual(100_001);
  expect(plain.startsWith('first')).toBe(true);
  expect(plain.endsWith('last')).toBe(true);
});

test('colour codes that syslog or a pager wrote out are gone', () => {
  expect(plainErrorText('#033[01;33mWARNING#033[00m a ^[[00mb \\u001b[0mc')).toBe('WARNING a b c');
});

test('a log is taken apart at the heads of its entries', () => {
  const text = [
    'pasted by somebody',
    '2024-03-01 10:00:00.100 8 ERROR ironic.a one',
    '2024-03-01 10:00:00.101 8 ERROR ironic.a Traceback',
    '2024-03-01 10:00:00.102 8 INFO ironic.a two',
    '2024-03-01T10:00:01Z ERROR ironic.a three',
  ].join(' ');
  const records = recordsIn(text);
  expect(records.map((record) => record.lesser)).toEqual([false, false, true, false]);
  expect(records.map((record) => text.indexOf(record.text) === record.at)).toEqual([true, true, true, true]);
  expect(records.map((record) => record.text).join('')).toBe(text);
  expect(records[1]?.text).toContain('Traceback');
});

test('a text without heads is one entry, and so is a whole log', () => {
  expect(recordsIn('IPMI call failed')).toHaveLength(1);
  const lines = Array.from({ length: 900 }, (_, n) => `2024-03-01 10:00:00 ERROR logger.x${n} e `);
  expect(recordsIn(lines.slice(0, 20).join(''))).toHaveLength(20);
  expect(recordsIn(lines.join(''))).toHaveLength(1);
});
