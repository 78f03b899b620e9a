import { describe, expect, it } from 'vitest';
import { readSilence } from '../../../src/core/silence-words.ts';

const now = new Date('2026-11-22T03:14:00Z');
const read = (text: string) => {
  const { until, ...rest } = readSilence(text, now);
  return { ...rest, until: until.toISOString().slice(0, 16) };
};

describe('what follows silence', () => {
  it.each([
    ['node-17 for 30m', '2026-11-22T03:44'],
    ['node-17 for 30 min', '2026-11-22T03:44'],
    ['node-17 for 2h', '2026-11-22T05:14'],
    ['node-17 For 2 hours', '2026-11-22T05:14'],
    ['node-17 for 3d', '2026-11-25T03:14'],
    ['node-17 for 2 weeks', '2026-12-06T03:14'],
    ['node-17 until 08:00', '2026-11-22T08:00'],
    ['node-17 until 8:00 UTC', '2026-11-22T08:00'],
    ['node-17 until 02:00', '2026-11-23T02:00'],
    ['node-17 until 2026-11-24 06:30', '2026-11-24T06:30'],
  ])('%s', (text, until) => {
    expect(read(text)).toEqual({ target: 'node-17', reason: null, until });
  });

  it('may have a reason, and a cloud wherever it stands', () => {
    const whole = { target: 'node-17 --cloud lab', until: '2026-11-22T05:14' };
    const reason = 'for 2h the PDU --force is off';
    expect(read(`node-17 --cloud lab for 2h because ${reason}`)).toEqual({ ...whole, reason });
    expect(read(`node-17 for 2h --cloud lab because ${reason}`)).toEqual({ ...whole, reason });
    expect(read(`node-17 for 2h because: ${reason} --cloud lab`)).toEqual({ ...whole, reason });
  });

  it.each([
    ['node-17', /For how long/],
    ['for 2h', /For how long/],
    ['node-17 for ever', /do not understand the time `ever`/],
    ['node-17 until tomorrow', /do not understand/],
    ['node-17 until 25:00', /do not understand/],
    ['node-17 for 0h', /over already/],
    ['node-17 until 2026-11-21 08:00', /over already/],
    ['node-17 for 15d', /longer than 14 days/],
    ['node-17 for 99999w', /longer than 14 days/],
  ])('%s is told what is wrong', (text, words) => {
    expect(() => readSilence(text, now)).toThrow(words);
  });
});
