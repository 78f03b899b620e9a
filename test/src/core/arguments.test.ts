import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../src/core/arguments.ts';
import { UsageError } from '../../../src/core/errors.ts';

const read = (text: string) => readArguments(text, ['prod', 'lab'], 'logs node-17');

describe("a command's arguments", () => {
  it.each([
    ['"node-17"? --cloud=LAB', { words: 'node-17', cloud: 'lab' }],
    ['--cloud lab', { words: '' }],
    ['--cloud mars', { words: '' }],
    ['  port-fast   node-17 ', { words: 'port-fast node-17' }],
  ])('%j is %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it("shows the command's own example to who leaves the cloud out", () => {
    expect(() => read('node-17 --cloud')).toThrow('`logs node-17 --cloud lab`');
    expect(() => read('node-17 --cloud mars')).toThrow(UsageError);
    expect(() => read('node-17 --tail')).toThrow(/--tail/);
  });
});
