import { describe, expect, it } from 'vitest';
import unsilence from '../../commands/unsilence.ts';
import { MAYA, RIKU, UNCONFIGURED } from './acting.ts';
import { NODE, watching } from './watching.ts';

const UNTIL = new Date('2026-11-22T08:00:00Z');

describe('unsilence', () => {
  it.each(['node-17', 'NODE-17', NODE.uuid])(
    'ends the silence of %s, also where the node is gone',
    async (name) => {
      const { run, alerts, holding } = watching(unsilence, {
        outcome: { kind: 'refused', message: 'asked' },
      });
      await alerts.silence(NODE, UNTIL, MAYA.id, null);
      expect(await run(name)).toEqual({ kind: 'unsilenced', of: [NODE], by: MAYA.id });
      expect(holding).toEqual([]);
    },
  );

  it('says what is silenced where the words mean nothing of it', async () => {
    const { run, alerts } = watching(unsilence);
    expect(await run('')).toMatchObject({ text: 'Unsilence what? Nothing is silenced.' });
    await alerts.silence(NODE, UNTIL, MAYA.id, null);
    expect(await run('node-18')).toMatchObject({
      text: '`node-18` is not silenced. Silenced: `node-17`.',
    });
  });

  it('is for full members alone, and where alerts are watched', async () => {
    const { run, alerts, holding } = watching(unsilence);
    await alerts.silence(NODE, UNTIL, MAYA.id, null);
    expect(await run('node-17', RIKU)).toMatchObject({ kind: 'denied', refusal: { code: 'guest' } });
    expect(holding).toHaveLength(1);
    expect(await watching(unsilence, { configured: false }).run('x')).toMatchObject(UNCONFIGURED);
  });
});
