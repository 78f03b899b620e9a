import { describe, expect, it, vi } from 'vitest';
import audit from '../../commands/audit.ts';
import { acted, JONAS, RIKU, UNCONFIGURED } from './acting.ts';

describe('audit', () => {
  it.each([
    ['', {}],
    ['node-17', { node: 'node-17' }],
    ['`node-17`?', { node: 'node-17' }],
    ['<@U0JONAS001>', { user: 'U0JONAS001' }],
    ['U0JONAS001', { user: 'U0JONAS001' }],
    ['since 2h', { since: '2026-11-22T01:14:00.000Z' }],
    ['node-17 since yesterday', { node: 'node-17', since: '2026-11-21T00:00:00.000Z' }],
    ['<@U0JONAS001> since 2026-11-20', { user: 'U0JONAS001', since: '2026-11-20T00:00:00.000Z' }],
    ['since-17', { node: 'since-17' }],
  ])('%j asks the journal for %j', async (text, query) => {
    const { run, acting } = acted(audit);
    const asked = vi.spyOn(acting, 'audit');
    await run(text, JONAS);
    expect(asked).toHaveBeenCalledWith({ ...query, limit: 21 });
  });

  it('shows twenty entries and says that there are older ones', async () => {
    const { run, acting } = acted(audit);
    for (let i = 0; i < 21; i += 1) await acting.freeze(JONAS, `reason ${i}`);
    const answer = await run('<@U0JONAS001>', JONAS);
    expect(answer).toMatchObject({ kind: 'audit', about: 'U0JONAS001', more: true });
    expect(answer.kind === 'audit' && answer.entries.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 20 }, (_, index) => 21 - index),
    );
  });

  it.each([
    ['since tomorrow', /Since when/],
    ['node-17 since', /Since when/],
    ['@jonas', /nobody by the name/],
  ])('tells what is wrong with %j', async (text, words) => {
    const answer = await acted(audit).run(text, JONAS);
    expect(answer).toMatchObject({ kind: 'words', text: expect.stringMatching(words) });
  });

  it('is closed to guests, and that is recorded', async () => {
    const { run, journal } = acted(audit);
    expect(await run('', RIKU)).toMatchObject({ kind: 'denied', refusal: { code: 'journal-closed' } });
    expect(journal).toMatchObject([{ kind: 'refused', actor: RIKU.id, code: 'journal-closed' }]);
  });

  it('says what to configure where nothing is', async () => {
    expect(await acted(audit, { configured: false }).run('')).toMatchObject(UNCONFIGURED);
  });
});
