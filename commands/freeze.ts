import { acts } from '../src/core/acting-command.ts';
import { defineCommand } from '../src/core/command.ts';

const USAGE = 'freeze <reason>';

export default defineCommand({
  id: 'freeze',
  usage: USAGE,
  summary: 'stops all acting at once, for everybody; what is running is watched to its end',
  examples: ['freeze core switch maintenance until 04:00'],
  group: 'act',
  shownTo: 'requesters',
  run: acts(async (acting, { text, who }) => {
    const reason = text.trim();
    if (!reason) {
      return {
        kind: 'words',
        text: `Everybody will read why acting is stopped: \`${USAGE}\`. Nothing is frozen by this.`,
      };
    }
    const person = await who();
    const answer = await acting.freeze(person, reason);
    return answer.kind === 'refused' ? answer : { kind: 'freeze', freeze: answer.freeze, by: person.id };
  }),
});
