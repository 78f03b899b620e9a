import { expect, test } from 'vitest';
import { plainErrorText } from '../../../src/core/error-text.ts';

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
