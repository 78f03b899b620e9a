import { acts } from '../src/core/acting-command.ts';
import { defineCommand } from '../src/core/command.ts';

const RECENT = 5;

export default defineCommand({
  id: 'approvals',
  usage: 'approvals',
  summary: 'which remedies wait for approval or run, and how the last ones ended',
  examples: ['approvals'],
  group: 'act',
  shownTo: 'acting',
  run: acts(async (acting) => {
    const [open, recent, frozen] = await Promise.all([acting.open(), acting.recent(RECENT), acting.frozen()]);
    return { kind: 'approvals', open, recent, frozen };
  }),
});
