import { expect, it } from 'vitest';
import { belonging, requestsToFollow } from '../../../src/logs/request-ids.ts';

const A = 'req-0a9f1caa-29ca-4945-9313-dd138acc0598';
const HEAD = '2026-11-22 21:10:31.420 8707';

it('troubles and state changes take turns, what is asked for already is left out', () => {
  const id = (digit: number) => `req-00000000-0000-4000-8000-00000000000${digit}`;
  const entry = (digit: number, logger: string, level: string) => ({
    text: `${HEAD} ${level} ${logger} [None ${id(digit)} u p - - - -] x`,
    time: digit,
  });
  const entries = [
    entry(1, 'ironic.conductor.task_manager', 'DEBUG'),
    entry(2, 'ironic.common.states', 'DEBUG'),
    entry(3, 'ironic.x', 'INFO'),
    entry(4, 'ironic.x', 'ERROR'),
    entry(5, 'ironic.x', 'WARNING'),
    entry(6, 'ironic.x', 'ERROR'),
  ];
  expect(requestsToFollow(entries, [id(6)], 8)).toEqual([id(2), id(5), id(1), id(4)]);
  expect(requestsToFollow(entries, [], 2)).toEqual([id(6), id(2)]);
});

it("a conductor's rounds, which go on and on under one id, are not followed", () => {
  const text = `${HEAD} DEBUG ironic.conductor.task_manager [None ${A} - - - - - -] lock`;
  const at = (minutes: number) => ({ text, time: minutes * 60_000 });
  expect(requestsToFollow([at(0), at(5)], [], 8)).toEqual([A]);
  expect(requestsToFollow([at(0), at(5), at(11)], [], 8)).toEqual([]);
});

it('what is said of another server of the same request does not belong', () => {
  const [mine, other] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const said = (server: string) => ({
    text: `${HEAD} ERROR a.b [None ${A} u p - - - -] [instance: ${server}] x`,
    time: 1,
  });
  const belongs = belonging([said(mine)], [said(other)], [mine]);
  expect([said(mine), said(other)].map(belongs)).toEqual([true, false]);
});

it('of a round only what was written at about the same time belongs', () => {
  const text = `${HEAD} DEBUG a.b [None ${A} - - - - - -] x`;
  const at = (time: number) => ({ text, time });
  const first = Array.from({ length: 20_000 }, (_, index) => at(index * 600_000));
  const belongs = belonging(first, [], ['x-1']);
  for (const [time, expected] of [
    [600_000 * 9_999 + 60_000, true],
    [600_000 * 9_999 + 60_001, false],
    [600_000 * 9_999 - 60_000, true],
    [600_000 * 30_000, false],
    [-60_001, false],
  ] as const) {
    expect(belongs(at(time)), String(time)).toBe(expected);
  }
  expect(belongs({ text, time: undefined })).toBe(true);
});

it("what a conductor's own work on several nodes says of none of them belongs to none, however young it is", () => {
  const [mine, other] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const said = (time: number, words: string) => ({
    text: `${HEAD} DEBUG ironic.conductor.task_manager [None ${A} - - - - - -] ${words}`,
    time,
  });
  const first = [said(1, `lock on node ${mine}`)];
  const failed = said(2, 'Could not find the following interface');
  expect(belonging(first, [...first, failed], [mine])(failed)).toBe(true);
  expect(belonging(first, [...first, said(3, `lock on node ${other}`), failed], [mine])(failed)).toBe(false);
});
