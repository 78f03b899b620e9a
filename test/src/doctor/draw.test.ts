import { expect, test } from 'vitest';
import type { Result } from '../../../src/doctor/check.ts';
import { cleaned } from '../../../src/doctor/clean.ts';
import { draw } from '../../../src/doctor/draw.ts';

const RESULTS: readonly Result[] = [
  { id: 'a', title: 'Node', section: 'machine', state: 'ok', told: '26.10.0' },
  { id: 'b', title: 'Channels', section: 'people', state: 'warn', told: 'C1 is odd', fix: 'look' },
  { id: 'b', title: 'Channels', section: 'people', state: 'ok', told: 'C2 is well' },
  { id: 'c', title: 'Reader', section: 'cloud', cloud: 'prod', state: 'fail', told: 'no', fix: 'yes' },
  { id: 'd', title: 'Catalogue', section: 'cloud', cloud: 'prod', state: 'skipped', told: 'not logged in' },
  {
    id: 'e',
    title: 'What it sees',
    section: 'cloud',
    cloud: 'prod',
    state: 'skipped',
    told: 'not logged in',
  },
];

test('one line each, aligned, with words beside every mark, and the first thing to mend at the end', () => {
  expect(draw(RESULTS, { colours: false, seconds: 1.23 })).toBe(
    [
      'This machine',
      '  ✓ ok    Node      26.10.0',
      '',
      'People and channels',
      '  ! warn  Channels  C1 is odd',
      '                    → look',
      '  ✓ ok              C2 is well',
      '',
      'Cloud prod',
      '  ✗ FAIL  Reader    no',
      '                    → yes',
      '  – skip  Catalogue, What it sees  not logged in',
      '',
      '2 ok, 1 to look at, 1 failed, 2 skipped, in 1.2 s.',
      'First: Reader of cloud prod: yes',
    ].join('\n'),
  );
});

test('colours come on top of the words and are the only difference', () => {
  const coloured = draw(RESULTS, { colours: true, seconds: 1 });
  expect(coloured).toContain('\u001b[31m');
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(draw(RESULTS, { colours: false, seconds: 1 }));
});

test('secrets and what moves a cursor are taken out of what is printed', () => {
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-very-secret',
    DATABASE_URL: 'postgres://oncall:p%40ss-word@db/oncall',
    OTHER: 'another-secret',
    PWD: '/work/folder',
    SHORT_PASSWORD: 'admin',
  };
  const result: Result = {
    id: 'a',
    title: 'a',
    section: 'slack',
    state: 'fail',
    told: 'xoxb-very-secret p@ss-word p%40ss-word another-secret in /work/folder as admin \u001b[2J\u202ereversed',
    fix: 'not xoxb-very-secret\nbut two lines',
  };
  expect(cleaned([result], env, ['OTHER'])).toEqual([
    {
      ...result,
      told: '*** *** *** *** in /work/folder as admin  [2J reversed',
      fix: 'not *** but two lines',
    },
  ]);
});
