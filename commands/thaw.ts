import { acts } from '../src/core/acting-command.ts';
import { defineCommand } from '../src/core/command.ts';

export default defineCommand({
  id: 'thaw',
  usage: 'thaw',
  summary: 'lets acting go on after a freeze; takes an approver',
  examples: ['thaw'],
  group: 'act',
  shownTo: 'approvers',
  once: true,
  run: acts(async (acting, { who }) => {
    const person = await who();
    const answer = await acting.thaw(person);
    return answer.kind === 'refused' ? answer : { kind: 'freeze', freeze: null, by: person.id };
  }),
});
