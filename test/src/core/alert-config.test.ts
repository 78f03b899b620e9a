import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AlertsSchema } from '../../../src/core/alert-config.ts';

const parse = (more: object) => AlertsSchema.safeParse({ channels: ['C0123ABCD'], ...more });

describe('alerts in ironic-oncall.yml', () => {
  it('needs nothing but channels', () => {
    expect(parse({}).data).toEqual({
      channels: ['C0123ABCD'],
      people: false,
      reactions: true,
      domains: [],
      patterns: {},
      refresh: 5,
      storm: { from: 5, window: 10 },
      forget: 3,
      keep: 30,
    });
  });

  it('is quiet at night but for what cannot wait, where somebody says so', () => {
    const quiet = { from: '22:00', to: '07:00', timezone: 'Europe/Berlin' };
    expect(parse({ quiet }).data?.quiet).toEqual({ ...quiet, but: ['critical', 'disaster', 'page'] });
    expect(parse({ quiet: { ...quiet, but: ['P1'] } }).data?.quiet?.but).toEqual(['p1']);
  });

  it('takes a pattern as a text or with what it is about', () => {
    const patterns = { a: 'x(?<node>y)', b: { match: 'z', about: 'fleet', status: 'firing' } };
    expect(parse({ patterns }).data?.patterns).toEqual({
      a: { match: 'x(?<node>y)', about: undefined, status: undefined },
      b: { match: 'z', about: 'fleet', status: 'firing' },
    });
  });

  it.each([
    [{ channels: [] }, />=1|at least|Too small/i],
    [{ channels: ['#alerts'] }, /id of a channel/],
    [{ people: 'yes' }, /boolean/],
    [{ patterns: { Upper: 'x' } }, /name in lower case/],
    [{ patterns: { a: '(?=x)' } }, /no RE2 expression/],
    [{ patterns: { a: '(?<rack>x)' } }, /has a group rack; there is node, instance, conductor, host/],
    [{ patterns: { a: { match: '.*' } } }, /fits an empty text/],
    [{ patterns: { a: { match: 'x', about: 'rack' } } }, /./],
    [{ quiet: { from: '22', to: '07:00', timezone: 'UTC' } }, /time of day/],
    [{ quiet: { from: '22:00', to: '22:00', timezone: 'UTC' } }, /begins when it ends/],
    [{ quiet: { from: '22:00', to: '07:00', timezone: 'Europe/Belin' } }, /no time zone/],
    [{ storm: { from: 1 } }, />=2|at least|Too small/i],
    [{ refresh: 2.5 }, /counts whole minutes/],
    [{ keep: 0 }, /Too small/],
    [{ webhook: { channel: 'C0123ABCD' } }, /token_env/],
    [{ webhook: { channel: 'C0123ABCD', token_env: 'a b' } }, /name of a variable/],
    [{ unknown: 1 }, /unknown/i],
  ])('refuses %j in words', (more, why) => {
    const { success, error } = parse(more);
    expect(success).toBe(false);
    expect(JSON.stringify(error?.issues)).toMatch(why);
  });

  it('has a JSON schema, from which mistakes are told', () => {
    const schema = z.toJSONSchema(AlertsSchema, { io: 'input', unrepresentable: 'any' });
    expect(Object.keys(schema.properties ?? {})).toEqual([
      'channels',
      'people',
      'reactions',
      'domains',
      'patterns',
      'refresh',
      'storm',
      'quiet',
      'forget',
      'keep',
      'webhook',
    ]);
  });
});
