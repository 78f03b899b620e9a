import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';

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
