import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedChannels, seedUsers } from '../../../../src/sandbox/slack/seed.ts';
import { encodeTyped, normalisePosted } from '../../../../src/sandbox/slack/text.ts';

const typed = (text: string) => encodeTyped(text, seedUsers('bot'), seedChannels());

test.each([
  ['@bot why <b> & #baremetal-oncall', '<@U0SANDBOT1> why &lt;b&gt; &amp; <#C0ONCALL01|baremetal-oncall>'],
  ['hi @Maya.', 'hi <@U0MAYA0001>.'],
  ['mail me@bot @nobody #none', 'mail me@bot @nobody #none'],
  ['@here', '<!here>'],
  ['see https://e.org/a&b', 'see <https://e.org/a&amp;b>'],
])('typed: %s', (text, stored) => {
  expect(typed(text)).toBe(stored);
});

test.each([
  ['a < b > c & d', 'a &lt; b &gt; c &amp; d'],
  ['&lt;ok&gt; &amp;', '&lt;ok&gt; &amp;'],
  ['<@U1> <!here> <https://e.org|x>', '<@U1> <!here> <https://e.org|x>'],
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['`https://e.org` https://e.org, x', '`https://e.org` <https://e.org>, x'],
  ['<@U1', '&lt;@U1'],
])('posted: %s', (text, stored) => {
  expect(normalisePosted(text)).toBe(stored);
});

test('what is stored once stays as it is when posted again', () => {
  const wild = fc.string({ unit: fc.constantFrom(...'<>&;@#!|` a', 'https://e.org', '&lt;', '&amp;') });
  fc.assert(
    fc.property(wild, (text) => {
      const once = normalisePosted(text);
      expect(normalisePosted(once)).toBe(once);
    }),
  );
});
