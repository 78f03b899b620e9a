import { describe, expect, it } from 'vitest';
import silence from '../../commands/silence.ts';
import { MAYA, RIKU, UNCONFIGURED } from './acting.ts';
import { NOT_FOUND } from './support.ts';
import { NODE, watching } from './watching.ts';

describe('silence', () => {
  it('silences one node for a while, with who and why', async () => {
    const { run, holding } = watching(silence);
    expect(await run('node-17 for 2h because the PDU is swapped')).toEqual({
      kind: 'silenced',
      silence: holding[0],
    });
    expect(holding).toMatchObject([
      { of: NODE, by: MAYA.id, reason: 'the PDU is swapped', until: '2026-11-22T05:14:00.000Z' },
    ]);
  });

  it('silences a cause, and asks no cloud for it', async () => {
    const { run, holding } = watching(silence, {
      outcome: { kind: 'refused', message: 'a cloud was asked' },
    });
    await run('BMC-credentials until 08:00');
    expect(holding).toMatchObject([{ of: { kind: 'cause', cause: 'bmc-credentials' }, reason: null }]);
  });

  it('lists what holds, where nothing follows', async () => {
    const { run } = watching(silence);
    await run('node-17 for 2h');
    expect(await run(' ')).toMatchObject({ kind: 'silences', silences: [{ of: NODE }] });
  });

  it.each([
    ['nobody', NOT_FOUND, /no node `node-99` in cloud prod, and no such cause\. Did you mean `node-9`\?/],
    [
      'several things',
      {
        ...NOT_FOUND,
        resolution: {
          kind: 'several' as const,
          choices: [
            { kind: 'node' as const, id: 'id-1', label: 'node-1' },
            { kind: 'instance' as const, id: 'id-2', label: 'node-1' },
          ],
        },
      },
      /could be node node-1 \(id-1\), instance node-1 \(id-2\)/,
    ],
    ['a cloud that is away', { kind: 'refused' as const, message: 'no such cloud' }, /no such cloud/],
  ])('silences nothing where the words mean %s', async (_what, outcome, words) => {
    const { run, holding } = watching(silence, { outcome });
    expect(await run('node-99 for 2h')).toMatchObject({ kind: 'words', text: expect.stringMatching(words) });
    expect(holding).toEqual([]);
  });

  it('suggests a cause that is nearly right', async () => {
    const { run } = watching(silence, {
      outcome: { ...NOT_FOUND, resolution: { kind: 'none', nearest: [], unreadable: [] } },
    });
    expect(await run('bmc-credential for 2h')).toMatchObject({
      text: expect.stringContaining('Did you mean `bmc-credentials`?'),
    });
  });

  it('is for full members alone', async () => {
    const { run, holding } = watching(silence);
    expect(await run('node-17 for 2h', RIKU)).toMatchObject({ kind: 'denied', refusal: { code: 'guest' } });
    expect(holding).toEqual([]);
  });

  it('says what to configure where nothing is', async () => {
    expect(await watching(silence, { configured: false }).run('node-17 for 2h')).toMatchObject(UNCONFIGURED);
  });
});
