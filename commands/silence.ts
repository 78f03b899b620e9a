import { notOneOfUs, watches } from '../src/core/alert-command.ts';
import { defineCommand } from '../src/core/command.ts';
import { silenceTarget } from '../src/core/silence-target.ts';
import { readSilence } from '../src/core/silence-words.ts';

export default defineCommand({
  id: 'silence',
  usage: 'silence [<node | cause> for <time> | until <hh:mm> [because <reason>] [--cloud NAME]]',
  summary: 'says nothing about the alerts of a node or a cause for a while; alone it lists what is silenced',
  examples: [
    'silence node-17 for 2h because the PDU is swapped',
    'silence bmc-credentials until 08:00',
    'silence node-17 for 3d --cloud lab',
    'silence',
  ],
  group: 'trouble',
  shownTo: 'watchers',
  once: true,
  run: watches(async (alerts, { text, services, who, now, signal }) => {
    if (!text.trim()) return { kind: 'silences', silences: await alerts.silences() };
    const { target: typed, until, reason } = readSilence(text, now);
    const person = await who();
    const refusal = notOneOfUs(person);
    if (refusal) return refusal;
    const target = await silenceTarget(typed, services, signal);
    if (target.kind === 'words') return target;
    return { kind: 'silenced', silence: await alerts.silence(target.of, until, person.id, reason) };
  }),
});
