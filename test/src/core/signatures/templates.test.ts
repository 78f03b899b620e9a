import { expect, test } from 'vitest';
import { innermost, recognise } from '../../../../src/core/error-signature.ts';
import { TEMPLATES } from './templates/index.ts';

const PREFIX =
  '2026-11-22 03:14:07.123 27 ERROR ironic.conductor.utils [req-8d1cbb1e-5b1c-4c0e-9f43-4d0f0f6e1f7a - - - - -] ';

/** Every way in which the same wording reaches an engineer. */
const DRESSES: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'behind a logger and a request id': (text) => PREFIX + text,
  'behind an exception class': (text) => `ironic.common.exception.SomeError: ${text}`,
  'as a remote exception': (text) => `SomeError_Remote: ${text}\nTraceback (most recent call last):\n`,
  'wrapped at 40 columns': (text) => text.replace(/(.{1,40})(?: |$)/g, '$1\n'),
  'with doubled spaces': (text) => text.replaceAll(' ', '  '),
  'as a JSON string in a JSON body': (text) =>
    JSON.stringify({ error_message: JSON.stringify({ faultcode: 'Client', faultstring: text }) }),
  'with typographic quotes': (text) => text.replace(/'(?=\w)/g, '\u2018').replaceAll("'", '\u2019'),
  'in a wrapped table': (text) =>
    text.replace(/(.{1,60})(?: |$)/g, '|            | $1 |\n').replace('|            |', '| last_error |'),
  'followed by what the database cuts off': (text) => `${text} ${'x'.repeat(9000)}`.slice(0, 4096),
};

test.each(TEMPLATES.map(([number, text, ...causes]) => ({ number, text, causes })))(
  'template $number: $text',
  ({ text, causes }) => {
    for (const [dress, put] of Object.entries(DRESSES)) {
      const recognition = innermost(put(text));
      expect(recognition, dress).toBeDefined();
      expect(causes, `${dress}: ${recognition?.signature.id}`).toContain(recognition?.signature.cause);
    }
  },
);

test('every catalogued wording is in the table', () => {
  const numbers = new Set(TEMPLATES.map(([number]) => number));
  expect([...Array(165).keys()].map((index) => index + 1).filter((number) => !numbers.has(number))).toEqual(
    [],
  );
});

test('a wrapper in front of an inner wording leaves the cause alone', () => {
  const wrappers = [
    'Failed to deploy: ',
    'Async execution of do_node_deploy failed with error: ',
    'Failed to provision instance 35b07cd5-9f60-4463-ac91-9e70c0240710: ',
    'Exceeded maximum number of retries. Exceeded max scheduling attempts 3 for instance 35b07cd5. Last exception: Failed to provision instance 35b07cd5: ',
  ];
  const inner = TEMPLATES.filter(([, text]) =>
    recognise(text).some((one) => one.signature.depth === 'inner'),
  );
  expect(inner.length).toBeGreaterThan(140);
  for (const [, text, ...causes] of inner)
    for (const wrapper of wrappers)
      expect(causes, wrapper + text).toContain(innermost(wrapper + text)?.signature.cause);
});

test('a database cut in the tail costs at most the last words, never the cause', () => {
  const lost: string[] = [];
  for (const [number, text, ...causes] of TEMPLATES)
    for (const share of [0.8, 0.9, 0.95]) {
      const signature = innermost(
        `Failed to deploy: ${text.slice(0, Math.ceil(text.length * share))}`,
      )?.signature;
      if (signature && causes.includes(signature.cause)) continue;
      expect([undefined, 'wrapper', 'insufficient-evidence'], text).toContain(
        signature?.cause === 'insufficient-evidence' ? signature.cause : signature?.depth,
      );
      lost.push(`${number} at ${share}`);
    }
  expect(lost.length).toBeLessThanOrEqual(TEMPLATES.length * 3 * 0.05);
});
