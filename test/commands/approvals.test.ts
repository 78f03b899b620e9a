import { describe, expect, it } from 'vitest';
import approvals from '../../commands/approvals.ts';
import { approval } from '../src/slack/support/acting.ts';
import { acted, UNCONFIGURED } from './acting.ts';

describe('approvals', () => {
  it('lists what waits or runs, what ended lately, and whether acting is frozen', async () => {
    const { run, keep } = acted(approvals);
    keep(approval({ id: 'waiting-1' }));
    keep(approval({ id: 'expired-1', state: 'expired' }));
    expect(await run('')).toMatchObject({
      kind: 'approvals',
      open: [{ id: 'waiting-1' }],
      recent: [{ id: 'expired-1' }],
      frozen: undefined,
    });
  });

  it('says what to configure where nothing is', async () => {
    expect(await acted(approvals, { configured: false }).run('')).toMatchObject(UNCONFIGURED);
  });
});
