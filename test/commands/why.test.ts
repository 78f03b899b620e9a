import { describe, expect, it } from 'vitest';
import why from '../../commands/why.ts';
import type { Services } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import type { DiagnoseOutcome } from '../../src/core/outcome.ts';
import { fakeActing } from '../src/slack/support/acting.ts';
import { report } from '../src/slack/support/sample.ts';
import { CALLER } from './caller.ts';

function ask(text: string) {
  const asked: { words: string; cloud: string | undefined }[] = [];
  const outcome: DiagnoseOutcome = { kind: 'refused', message: 'no' };
  const services: Services = {
    diagnose: async (words, { cloud }) => {
      asked.push({ words, cloud });
      return outcome;
    },
    look: () => Promise.reject(new Error('not asked')),
    explain: () => Promise.reject(new Error('not asked')),
    fleet: () => Promise.reject(new Error('not asked')),
    clouds: ['prod', 'lab', 'my cloud'],
  };
  const run = why.run({ text, ...CALLER, services, commands: [why] });
  return { run, asked, outcome };
}

describe('why', () => {
  it.each(['!', '.', '"'])(
    'finds the end of forty long runs of %j before the test times out',
    async (mark) => {
      for (let run = 0; run < 40; run += 1) await ask(`a${mark.repeat(39_000)}x`).run;
    },
  );

  it.each([
    ['node-17', 'node-17', undefined],
    ['  node-17  ', 'node-17', undefined],
    ['`node-17`?', 'node-17', undefined],
    ['"node-17".', 'node-17', undefined],
    ['node-17 --cloud lab', 'node-17', 'lab'],
    ['--cloud=lab node-17', 'node-17', 'lab'],
    ['node-17 --cloud LAB', 'node-17', 'lab'],
    ['node-17 --cloud "my cloud"', 'node-17', 'my cloud'],
    ['is node-17 stuck in clean wait?', 'node-17', undefined],
    ['is instance web-1 down', 'web-1', undefined],
    ['52:54:00:1a:b0:77', '52:54:00:1a:b0:77', undefined],
    ['10.4.12.7', '10.4.12.7', undefined],
    ['my instance with spaces', 'my instance with spaces', undefined],
    ['rack-a - node 3', 'rack-a - node 3', undefined],
  ])('takes %j for %j in cloud %j', async (text, words, cloud) => {
    const { run, asked, outcome } = ask(text);
    expect(await run).toEqual({ kind: 'diagnosis', outcome });
    expect(asked).toEqual([{ words, cloud }]);
  });

  it('asks what is meant when nothing is named', async () => {
    const { run, asked } = ask(' --cloud lab ');
    expect(await run).toMatchObject({ kind: 'words', text: expect.stringContaining('why node-17') });
    expect(asked).toEqual([]);
  });

  it.each([
    ['node-17 --verbose', /--verbose.*--cloud NAME/],
    ['node-17 -v', /-v/],
    ['node-17 --cloud', /--cloud.*needs/],
    ['node-17 --cloud --cloud', /--cloud.*needs/],
    ['node-17 --cloud mars', /mars.*prod.*lab/],
  ])('refuses %j in words and asks no cloud', async (text, words) => {
    const { run, asked } = ask(text);
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(words);
    expect(asked).toEqual([]);
  });

  it('offers what can be done about it, typed or clicked, where acting is configured', async () => {
    const { acting } = fakeActing();
    const services: Services = {
      diagnose: async () => ({ kind: 'report', report }),
      look: () => Promise.reject(new Error('not asked')),
      explain: () => Promise.reject(new Error('not asked')),
      fleet: () => Promise.reject(new Error('not asked')),
      clouds: ['prod'],
      acting,
    };
    const offered = {
      kind: 'diagnosis',
      offers: [{ id: 'offer-abort-0001' }, { id: 'offer-manage-001' }],
      unoffered: ['Undeploy is not offered: an instance is on it'],
    };
    expect(await why.run({ text: 'node-17', ...CALLER, services, commands: [why] })).toMatchObject(offered);
    expect(await why.about?.({ subject: 'node-17', services })).toMatchObject(offered);
  });
});
