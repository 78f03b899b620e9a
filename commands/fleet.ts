import { readArguments } from '../src/core/arguments.ts';
import { type Answer, defineCommand, type ServiceOptions, type Services } from '../src/core/command.ts';
import { groupKey, nodesOf } from '../src/core/fleet-look.ts';
import type { FitsNothing } from '../src/core/fleet-report.ts';
import { optionsOf } from '../src/core/looked.ts';

/** What a button's question says that is about the whole fleet; typed, it means the same. */
const ALL = 'all nodes';

export default defineCommand({
  id: 'fleet',
  usage: 'fleet [state | cause | conductor | switch | rack | driver | class | owner | name*] [--cloud NAME]',
  summary:
    'every node of a cloud at once: what is wrong, with how many, and what they share, as a picture too',
  examples: ['fleet', 'fleet clean failed', 'fleet driver:ipmi', 'fleet rack-1* --cloud lab'],
  group: 'trouble',
  slow: true,
  doing: 'reading the fleet',

  async run({ text, services, signal }) {
    const { words, cloud } = readArguments(text, services.clouds, 'fleet', 'nobody');
    return answer(services, words || ALL, undefined, optionsOf({ cloud, signal }));
  },

  /** Its `topic` is the group whose nodes are asked for; without one, all is told again. */
  about({ subject, topic, services, ...where }) {
    return answer(services, subject, topic, optionsOf(where));
  },
});

async function answer(
  services: Services,
  asked: string,
  topic: string | undefined,
  options: ServiceOptions,
): Promise<Answer> {
  const outcome = await services.fleet(asked === ALL ? undefined : asked, options);
  if (outcome.kind === 'refused') return { kind: 'words', text: outcome.message };
  if (outcome.kind === 'fits-nothing') return { kind: 'words', text: fitsNothing(outcome) };
  const { look } = outcome;
  if (topic === undefined) {
    return { kind: 'fleet', look, asked, files: look.picture ? [look.picture] : [] };
  }
  const { report } = look;
  const group = report.groups.find((one) => groupKey(one) === topic);
  if (!group) {
    const text = `There is no such group in the fleet of cloud ${report.cloud} any more: its nodes are well, or are in trouble for another reason. \`fleet\` tells how it is now.`;
    return { kind: 'words', text };
  }
  const { cloud, at } = report;
  return { kind: 'fleet-nodes', cloud, at, group, asked, nodes: nodesOf(report, group) };
}

function fitsNothing({ words, nearest, total }: FitsNothing): string {
  const meant = nearest.map((word) => `\`fleet ${word}\``).join(', ');
  const asked = `None of ${total} nodes fits \`${words}\`: it is no state, cause, conductor, switch, rack, driver, class, owner or name of theirs.`;
  return meant ? `${asked} Nearest: ${meant}.` : asked;
}
