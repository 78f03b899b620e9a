import { describe, expect, it } from 'vitest';
import thaw from '../../commands/thaw.ts';
import { acted, JONAS, MAYA, UNCONFIGURED } from './acting.ts';

describe('thaw', () => {
  it('lets acting go on when an approver says so', async () => {
    const { run, acting } = acted(thaw);
    await acting.freeze(MAYA, 'core switch');
    expect(await run('', JONAS)).toEqual({ kind: 'freeze', freeze: null, by: JONAS.id });
    expect(await acting.frozen()).toBeUndefined();
  });

  it('is refused to whoever may only ask', async () => {
    const { run, acting } = acted(thaw);
    await acting.freeze(MAYA, 'core switch');
    expect(await run('', MAYA)).toMatchObject({ kind: 'denied', refusal: { code: 'not-an-approver' } });
    expect(await acting.frozen()).toMatchObject({ by: MAYA.id });
  });

  it('says what to configure where nothing is', async () => {
    expect(await acted(thaw, { configured: false }).run('')).toMatchObject(UNCONFIGURED);
  });
});
