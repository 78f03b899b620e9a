import { describe, expect, it } from 'vitest';
import { askedOf, negotiate } from '../../../../src/sandbox/cloud/versions.ts';

const range = { major: 2, minimum: 1, maximum: 93 };

describe('negotiate', () => {
  it('takes nothing for the minimum and latest for the maximum', () => {
    expect(negotiate(undefined, range)).toEqual({ kind: 'agreed', minor: 1 });
    expect(negotiate('latest', range)).toEqual({ kind: 'agreed', minor: 93 });
    expect(negotiate('2.9', range)).toEqual({ kind: 'agreed', minor: 9 });
  });

  it('tells out of range from malformed', () => {
    expect(negotiate('2.94', range).kind).toBe('out-of-range');
    expect(negotiate('1.5', range).kind).toBe('out-of-range');
    expect(negotiate('two', range).kind).toBe('malformed');
  });

  it('finds its service in the common header', () => {
    expect(askedOf('compute', 'placement 1.39, compute 2.60')).toBe('2.60');
    expect(askedOf('compute', 'placement 1.39')).toBeUndefined();
  });
});
