import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalIp, canonicalMac } from '../../../src/lib/address.ts';

describe('an IP address', () => {
  it.each([
    ['10.20.3.17', '10.20.3.17'],
    ['2001:DB8::17', '2001:db8:0:0:0:0:0:17'],
    ['2001:0db8:0000:0:0::0017', '2001:db8:0:0:0:0:0:17'],
    ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['2001:db8::', '2001:db8:0:0:0:0:0:0'],
    ['::ffff:10.20.3.17', '10.20.3.17'],
    ['64:ff9b::10.0.0.1', '64:ff9b:0:0:0:0:a00:1'],
  ])('%s is %s', (text, one) => expect(canonicalIp(text)).toBe(one));

  it.each(['', '10.20.3', '10.20.3.256', '1.2.3.4.5', '12:30:45', 'aa:bb:cc:dd:ee:ff', '::1::', 'node-1'])(
    '"%s" is none',
    (text) => expect(canonicalIp(text)).toBeUndefined(),
  );

  it('has one form, however its zeros are written', () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        const one = canonicalIp(ip);
        expect(one).toBeDefined();
        expect(canonicalIp(one ?? '')).toBe(one);
        expect(canonicalIp(ip.toUpperCase())).toBe(one);
      }),
    );
  });
});

describe('a MAC address', () => {
  it.each([
    'aa:bb:0c:dd:ee:0f',
    'AA:BB:0C:DD:EE:0F',
    'aa:bb:c:dd:ee:f',
    'aa-bb-0c-dd-ee-0f',
    'aabb.0cdd.ee0f',
    'aabb-0cdd-ee0f',
    'aabb0c-ddee0f',
    'aabb0c:ddee0f',
    'aabb0cddee0f',
  ])('is the same as %s', (text) => expect(canonicalMac(text)).toBe('aabb0cddee0f'));

  it.each([
    'aa:bb:cc:dd:ee',
    'aa:bb:cc:dd:ee:ff:00:11',
    'aa:bb-cc:dd-ee:ff',
    'a-b-c-d-e-f',
    '12:30:45',
    'gg:bb:cc:dd:ee:ff',
    'aabbccddeef',
  ])('is not %s', (text) => expect(canonicalMac(text)).toBeUndefined());
});
