import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, reviewConfig } from '../../src/config.ts';

const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'ironic-oncall.yml');
const refusal = (text: string): string => {
  writeFileSync(path, text);
  try {
    loadConfig({ IRONIC_ONCALL_CONFIG: path });
  } catch (error) {
    return (error as Error).message.replace(`${path} `, '');
  }
  return 'none';
};

test.each([
  ['deadlin: 3', 'has an unknown key deadlin (line 1); did you mean deadline?'],
  ['\n\ndeadline: soon', 'has a wrong value at deadline (line 3): it has to be a number'],
  ['logs:\n  source: []', 'has an unknown key source in logs (line 2); did you mean sources?'],
  ['logs:\n  sources: []', 'has a wrong value at logs.sources (line 2): it needs at least one entry'],
  [
    'logs:\n  sources:\n    - files: [/x]\n      hosts: c1',
    'has an unknown key hosts in logs.sources.0 (line 4); did you mean host?',
  ],
  [
    'logs:\n  sources:\n    - file: [/x]',
    'has an unknown key file in logs.sources.0 (line 3); did you mean files?',
  ],
  [
    'logs:\n  sources:\n    - loki: http://127.0.0.1:3100',
    'has a wrong value at logs.sources.0.query (line 3): it is missing',
  ],
  [
    'logs:\n  sources:\n    - files: [/x]\n      utc_offset: CET',
    'has a wrong value at logs.sources.0.utc_offset (line 4): is an offset such as "+02:00"',
  ],
  ['ramdisk_logs:\n  directory: /x', 'has a wrong value at ramdisk_logs (line 1): it has to be a list'],
  [
    'ramdisk_logs:\n  - dir: /x',
    'has an unknown key dir in ramdisk_logs.0 (line 2); did you mean directory?',
  ],
  ['- 1', 'has a wrong value at its top: it has to be a mapping'],
  ['logs:\n  sources:\n    - files: [/x]', 'none'],
])('%j', (text, words) => {
  expect(refusal(text)).toBe(words);
});

const all = (text: string): readonly string[] => {
  writeFileSync(path, text);
  const { mistakes } = reviewConfig({ IRONIC_ONCALL_CONFIG: path });
  return mistakes.map(({ message }) => message.replace(`${path} `, ''));
};

test('all mistakes are told in the order of the file', () => {
  expect(
    all(
      [
        'deadline: soon',
        'log_levl: debug',
        'logs:',
        '  second: 3',
        '  sources:',
        '    - file: [/x]',
        '    - files: [/y]',
        '      hosts: c1',
        'acting:',
        '  request: { users: [maya], group: [S1] }',
        '  cool_down: -1',
      ].join('\n'),
    ),
  ).toEqual([
    'has a wrong value at deadline (line 1): it has to be a number',
    'has an unknown key log_levl (line 2); did you mean log_level?',
    'has an unknown key second in logs (line 4); did you mean seconds?',
    'has an unknown key file in logs.sources.0 (line 6); did you mean files?',
    'has an unknown key hosts in logs.sources.1 (line 8); did you mean host?',
    'has a wrong value at acting.request.users.0 (line 10): is the id of a Slack user, such as U012AB3CD',
    'has an unknown key group in acting.request (line 10); did you mean groups?',
    expect.stringContaining('has a wrong value at acting.cool_down (line 11)'),
  ]);
});

test('every mistake of the YAML itself is told by its line', () => {
  expect(all('deadline: [1\nlogs: "x\n')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^is not valid YAML in line \d+ \(\w+\)$/)]),
  );
});

test('what is right counts although something else is wrong', () => {
  writeFileSync(path, 'deadline: 7\nlogs: 3\n');
  const { config, mistakes } = reviewConfig({
    IRONIC_ONCALL_CONFIG: path,
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://x',
    REDIS_URL: 'localhost',
    SLACK_BOT_TOKEN: 'xoxb-1',
  });
  expect(config).toMatchObject({ deadlineMs: 7000, logs: undefined, slack: undefined, logLevel: 'info' });
  expect(mistakes.map(({ service }) => service)).toEqual([
    path,
    'SLACK_APP_TOKEN',
    'DATABASE_URL',
    'REDIS_URL',
    'LOG_LEVEL',
  ]);
});

test('a writer and a cloud that are not there are each told', () => {
  const clouds = join(path, '..', 'clouds.yaml');
  writeFileSync(clouds, 'clouds:\n  prod: {}\n  prod-writer: {}\n');
  writeFileSync(
    path,
    'clouds: [prodd, prod]\nacting:\n  writers: { prod: prod-writter, pord: prod-writer }\n',
  );
  const { mistakes } = reviewConfig({ IRONIC_ONCALL_CONFIG: path, OS_CLIENT_CONFIG_FILE: clouds });
  expect(mistakes.map(({ message }) => message)).toEqual([
    'acting.writers names prod-writter, which clouds.yaml does not have; did you mean prod-writer?',
    'acting.writers has pord, which is no cloud that is read; did you mean prod?',
    'ironic-oncall.yml names the cloud prodd, which clouds.yaml does not have; did you mean prod?',
  ]);
});
