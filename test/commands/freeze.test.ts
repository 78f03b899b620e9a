import { describe, expect, it } from 'vitest';
import freeze from '../../commands/freeze.ts';
import { acted, MAYA, TOM, UNCONFIGURED } from './acting.ts';

describe('freeze', () => {
  it('stops everything with the reason that everybody will read', async () => {
    const { run, acting } = acted(freeze);
    expect(await run('core switch maintenance')).toMatchObject({
      kind: 'freeze',
      freeze: { by: MAYA.id, reason: 'core switch maintenance' },
    });
    expect(await acting.frozen()).toMatchObject({ by: MAYA.id });
  });

  it('freezes nothing without a reason', async () => {
    const { run, acting } = acted(freeze);
    expect(await run('  ')).toMatchObject({
      kind: 'words',
      text: expect.stringContaining('freeze <reason>'),
    });
    expect(await acting.frozen()).toBeUndefined();
  });

  it('is refused to whoever may ask for nothing, and that is recorded', async () => {
    const { run, acting, journal } = acted(freeze);
    expect(await run('because', TOM)).toMatchObject({ kind: 'denied', refusal: { code: 'not-a-requester' } });
    expect(await acting.frozen()).toBeUndefined();
    expect(journal).toMatchObject([{ kind: 'refused', actor: TOM.id }]);
  });

  it('says what to configure where nothing is', async () => {
    expect(await acted(freeze, { configured: false }).run('x')).toMatchObject(UNCONFIGURED);
  });
});
