import { describe, expect, it } from 'vitest';
import { canonicalSerial, isTelling } from '../../../src/core/telling-name.ts';

describe('a name that tells by itself', () => {
  it.each([
    ...[
      'node-17',
      'node17',
      'bm-rack3-u17',
      'db-1',
      'compute-ironic-02',
      'r7-u40',
      'hw1a',
      'gpu7.dc1.example.org',
    ],
    ...['error.dc1.example.org', 'web01', 'x1000c0s5b0n0', 'nid000012'],
  ])('%s', (name) => expect(isTelling(name)).toBe(true));

  it.each([
    ...[
      'apollo',
      'node',
      'error',
      'api-server',
      'log-in',
      'n1',
      '17',
      '2026-11-22',
      '2026-11-22T10',
      'v1.2.3',
      '1.2.3-rc1',
    ],
    ...[
      '10g',
      '100ms',
      '4th',
      '7f3c9e1',
      'deadbeef1',
      'sha256',
      'utf-8',
      'http2',
      'python3.11',
      'raid10',
      'error404',
      'x86_64',
    ],
  ])('not %s', (name) => expect(isTelling(name)).toBe(false));
});

describe('a serial number', () => {
  it.each([
    ['7xk2p13', '7XK2P13'],
    [' CZJ1 ', 'CZJ1'],
    ['To be filled by O.E.M.', undefined],
    ['Default string', undefined],
    ['System Serial Number', undefined],
    ['0123456789', undefined],
    ['1234567890123', undefined],
    ['XXXXXXXX', undefined],
    ['N/A', undefined],
    ['', undefined],
  ])('%j is compared as %j', (serial, wanted) => expect(canonicalSerial(serial)).toBe(wanted));
});
