import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asking, after, type Contact, createReach, merged, unreached } from '../../../src/core/reach.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 3, minute)).toISOString();
const NOVA = { cloud: 'lab', service: 'Nova' };
const asking = (minute: number, why: string | null): Asking => ({ ...NOVA, at: at(minute), why });
const heard = (...all: readonly Asking[]): Contact | undefined =>
  all.reduce<Contact | undefined>(after, undefined);

describe('a service', () => {
  it('fails since the first time that it did after it answered, and is well with the next answer', () => {
    expect(
      heard(asking(0, null), asking(5, 'no answer'), asking(9, 'HTTP 503'), asking(12, 'HTTP 503')),
    ).toEqual({ ...NOVA, answered: at(0), since: at(5), asked: at(12), why: 'HTTP 503' });
    expect(heard(asking(5, 'no answer'), asking(6, null))).toEqual({
      ...NOVA,
      answered: at(6),
      since: null,
      asked: at(6),
      why: null,
    });
  });

  it('is as it was heard last, also where the clock was set back meanwhile', () => {
    expect(heard(asking(9, null), asking(5, 'no answer'))).toMatchObject({ since: at(5), asked: at(5) });
    expect(heard(asking(9, 'no answer'), asking(5, null))).toMatchObject({ since: null, answered: at(5) });
  });

  it('that several processes ask is as the last of them found it, for as long as all of them say', () => {
    const mine = heard(asking(0, null), asking(5, 'no answer')) as Contact;
    const theirs = heard(asking(2, 'no answer'), asking(8, 'HTTP 503')) as Contact;
    expect(merged([mine], [theirs])).toEqual([
      { ...NOVA, answered: at(0), since: at(2), asked: at(8), why: 'HTTP 503' },
    ]);
    const answered = heard(asking(4, null), asking(6, 'no answer')) as Contact;
    expect(merged([answered], [theirs])).toMatchObject([{ since: at(6), why: 'HTTP 503' }]);
    const well = heard(asking(9, null)) as Contact;
    expect(merged([well], [theirs])).toMatchObject([{ since: null, answered: at(9) }]);
    expect(merged([mine], [{ ...theirs, cloud: 'prod' }])).toHaveLength(2);
  });

  it('is told of by whoever has waited longest, and no more when nobody has asked it for a day', () => {
    const loki = { ...(heard(asking(1, 'no answer')) as Contact), service: 'Loki' };
    const nova = heard(asking(3, 'no answer')) as Contact;
    const glance = { ...(heard(asking(3, null)) as Contact), service: 'Glance' };
    const said = (minutes: number) =>
      unreached([nova, glance, loki], new Date(Date.parse(at(minutes)))).map(({ service }) => service);
    expect(said(10)).toEqual(['Loki', 'Nova']);
    expect(said(24 * 60 + 2)).toEqual(['Nova']);
    expect(said(24 * 60 + 4)).toEqual([]);
  });

  it('is remembered once, cloud by cloud', () => {
    const reach = createReach();
    for (let minute = 0; minute < 50; minute += 1) reach.heard(asking(minute, 'no answer'));
    reach.heard({ ...asking(3, null), cloud: 'prod' });
    expect(reach.contacts('lab')).toMatchObject([{ since: at(0), asked: at(49) }]);
    expect(reach.contacts()).toHaveLength(2);
  });
});

it('what processes know together does not depend on whose word comes first', () => {
  const asked = fc.record({ minute: fc.nat(59), why: fc.constantFrom(null, 'no answer') });
  const process = fc.array(asked, { minLength: 1, maxLength: 6 }).map((all) => {
    const minutes = all.toSorted((a, b) => a.minute - b.minute);
    return heard(...minutes.map(({ minute, why }) => asking(minute, why))) as Contact;
  });
  fc.assert(
    fc.property(process, process, (one, other) => {
      fc.pre(one.asked !== other.asked);
      const [both] = merged([one], [other]);
      expect(merged([other], [one])).toEqual([both]);
      expect(both?.since === null).toBe((one.asked > other.asked ? one : other).since === null);
      if (both?.since) expect(both.since >= (both.answered ?? '')).toBe(true);
    }),
  );
});
