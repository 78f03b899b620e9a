import { readArguments } from '../src/core/arguments.ts';
import { attempt } from '../src/core/attempt.ts';
import { type Answer, defineCommand, type ServiceOptions, type Services } from '../src/core/command.ts';
import { guideWords, procedureById } from '../src/core/guide-words.ts';
import { EMPTY_HAND, handOf } from '../src/core/hand.ts';
import { lookedUp, optionsOf } from '../src/core/looked.ts';
import type { Procedure } from '../src/core/procedure.ts';
import { findProcedure, PROCEDURES } from '../src/core/procedures/index.ts';

export default defineCommand({
  id: 'guide',
  usage: 'guide [topic] [node] [--cloud NAME]',
  summary: 'how a person mends by hand what no API does, with the commands filled in for a node',
  examples: [
    'guide',
    'guide port-fast',
    'guide port-fast node-17',
    'guide bmc password',
    'guide clean-failed node-17 --cloud lab',
  ],
  group: 'manual',
  slow: true,
  doing: 'filling in the commands',
  async run({ text, services, signal }) {
    const { words, ...where } = readArguments(text, services.clouds, 'guide port-fast node-17');
    if (!words) return { kind: 'topics', procedures: PROCEDURES };
    const { topic, node } = guideWords(words);
    const found = findProcedure(topic);
    if (found.kind !== 'found') {
      const meant = found.kind === 'several' ? found.procedures.map(({ id }) => id) : found.nearest;
      const unknown = {
        asked: topic,
        several: found.kind === 'several',
        meant,
        ...(node === undefined ? {} : { node }),
      };
      return { kind: 'topics', procedures: PROCEDURES, unknown };
    }
    const { procedure } = found;
    if (node === undefined) return { kind: 'procedure', procedure, hand: EMPTY_HAND, unread: [] };
    return filledIn(procedure, services, node, optionsOf({ ...where, signal }));
  },
  async about({ subject, topic = '', services, ...where }) {
    const procedure = procedureById(topic);
    if (!procedure) return { kind: 'topics', procedures: PROCEDURES };
    return filledIn(procedure, services, subject, optionsOf(where));
  },
});

/** The procedure with the commands of that node; what of it cannot be read stays a placeholder. */
function filledIn(
  procedure: Procedure,
  services: Services,
  words: string,
  options: ServiceOptions,
): Promise<Answer> {
  const asked = { command: 'guide', topic: procedure.id };
  return lookedUp(services, words, options, asked, async ({ subject, facts, notes }) => {
    const reading = Promise.all([attempt(facts.ports()), attempt(facts.image())]);
    const node = await facts.node();
    const [ports, image] = await reading;
    const hand = handOf(node, {
      ports: ports.kind === 'value' ? ports.value : undefined,
      image: image.kind === 'value' ? image.value : undefined,
    });
    const holes = [ports, image].flatMap((one) => (one.kind === 'unread' ? [one.why] : []));
    const unread = holes.filter((why) => why.kind !== 'not-deployed').map((why) => why.reason);
    return { kind: 'procedure', procedure, hand, about: { subject, notes }, unread: [...new Set(unread)] };
  });
}
