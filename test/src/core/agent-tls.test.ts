import { expect, it } from 'vitest';
import { looksLikeTimeZone, notBeforeIn, tlsTroubleIn } from '../../../src/core/agent-tls.ts';

it.each([
  ['notBefore=Nov  2 08:06:05 2026 GMT', '2026-11-02T08:06:05.000Z'],
  ['Not Before: Dec 12 18:26:00 2026 GMT', '2026-12-12T18:26:00.000Z'],
  [
    'Generated TLS certificate for IP address 10.0.0.9 valid from 2026-11-22 18:49:10.123456+00:00 to 2027-02-20 19:49:10+00:00',
    '2026-11-22T18:49:10.123Z',
  ],
])('reads %s', (text, expected) => {
  expect(new Date(notBeforeIn(text) ?? 0).toISOString()).toBe(expected);
});

it.each(['nothing', 'notBefore=Foo 12 18:26:00 2026 GMT', 'notAfter=Nov 22 18:26:00 2026 GMT'])(
  'reads no beginning in %s',
  (text) => {
    expect(notBeforeIn(text)).toBeUndefined();
  },
);

it('takes whole and half hours for a time zone, other amounts for a clock', () => {
  expect([3600, 7200, 7230, 19_800, 20_700, -3600].map(looksLikeTimeZone)).not.toContain(false);
  expect([60, 5880, 4000, 400_000].map(looksLikeTimeZone)).not.toContain(true);
});

it('an expired certificate is a matter of clocks before it is one of trust', () => {
  expect(tlsTroubleIn('CERTIFICATE_VERIFY_FAILED: certificate has expired')).toBe('clock');
  expect(tlsTroubleIn('CERTIFICATE_VERIFY_FAILED: self-signed certificate')).toBe('not-trusted');
});
