import { describe, expect, it, vi } from 'vitest';
import can from '../../commands/can.ts';
import { UsageError } from '../../src/core/errors.ts';
import { acted, MAYA, TOM, UNCONFIGURED } from './acting.ts';

describe('can', () => {
  it.each([
    ['abort node-17', 'abort', ['node-17'], 'prod'],
    ['ABORT `node-17` --cloud lab', 'abort', ['`node-17'], 'lab'],
    [
      'set-interface node-17 interface=network_interface value=noop',
      'set-interface',
      ['node-17', 'interface=network_interface', 'value=noop'],
      'prod',
    ],
  ])('asks %j as verb, target and parameters', async (text, verb, words, cloud) => {
    const { run, acting } = acted(can);
    const asked = vi.spyOn(acting, 'can');
    await run(text);
    expect(asked).toHaveBeenCalledWith(verb, words, cloud, MAYA);
  });

  it('answers with what it takes, and whether this person may', async () => {
    const { run } = acted(can);
    expect(await run('abort node-17')).toMatchObject({
      kind: 'can',
      answer: { kind: 'can', may: undefined },
    });
    expect(await run('abort node-17', TOM)).toMatchObject({ answer: { may: { code: 'not-a-requester' } } });
  });

  it.each(['', 'abort', '--cloud lab'])('asks what is meant by %j', async (text) => {
    expect(await acted(can).run(text)).toMatchObject({
      kind: 'words',
      text: expect.stringContaining('can <verb> <node>'),
    });
  });

  it('refuses an option that it does not know', async () => {
    await expect(acted(can).run('abort node-17 --force')).rejects.toThrow(UsageError);
  });

  it('says what to configure where nothing is', async () => {
    expect(await acted(can, { configured: false }).run('abort node-17')).toMatchObject(UNCONFIGURED);
  });
});
