import { notOneOfUs, watches } from '../src/core/alert-command.ts';
import type { SilenceOf } from '../src/core/alert-story.ts';
import { defineCommand } from '../src/core/command.ts';
import { silencesNamed } from '../src/core/silence-target.ts';

export default defineCommand({
  id: 'unsilence',
  usage: 'unsilence <node | cause>',
  summary: 'tells again of the alerts of a node or a cause that was silenced',
  examples: ['unsilence node-17', 'unsilence bmc-credentials'],
  group: 'trouble',
  shownTo: 'watchers',
  once: true,
  run: watches(async (alerts, { text, who }) => {
    const holding = await alerts.silences();
    const [of, ...others] = silencesNamed(text, holding);
    if (!of) {
      const names = [...new Set(holding.map((one) => `\`${calledOf(one.of)}\``))].slice(0, 10);
      const silenced = names.length > 0 ? `Silenced: ${names.join(', ')}.` : 'Nothing is silenced.';
      return {
        kind: 'words',
        text: text.trim()
          ? `\`${text.trim().slice(0, 80)}\` is not silenced. ${silenced}`
          : `Unsilence what? ${silenced}`,
      };
    }
    const person = await who();
    const refusal = notOneOfUs(person);
    if (refusal) return refusal;
    for (const one of [of, ...others]) await alerts.unsilence(one, person.id);
    return { kind: 'unsilenced', of: [of, ...others], by: person.id };
  }),
});

function calledOf(of: SilenceOf): string {
  return of.kind === 'cause' ? of.cause : of.name;
}
