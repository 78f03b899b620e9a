import type { May } from '../src/core/acting.ts';
import { type Command, defineCommand } from '../src/core/command.ts';

export default defineCommand({
  id: 'help',
  usage: 'help [command]',
  summary: 'what I can do, or one command with all of its examples',
  examples: ['help', 'help why'],
  group: 'manual',
  async run({ text, commands, services, who }) {
    const may = services.acting?.may(await who());
    const shown = commands.filter((command) => isShown(command, may, services.alerts !== undefined));
    const about = /^[^\w]*([\w-]*)/.exec(text)?.[1]?.toLowerCase() ?? '';
    const found = commands.find((command) => command.id === about);
    return {
      kind: 'help',
      // The one that people come for, then as they are listed.
      commands: shown.toSorted((a, b) => Number(b.id === 'why') - Number(a.id === 'why')),
      clouds: services.clouds,
      ...(found ? { about: found.id } : {}),
    };
  },
});

/** Nobody is shown a word that would only be refused; whoever types it anyway is told why. */
function isShown({ shownTo }: Command, may: May | undefined, watching: boolean): boolean {
  if (shownTo === undefined) return true;
  if (shownTo === 'watchers') return watching;
  if (!may) return false;
  return shownTo === 'acting' || (shownTo === 'requesters' ? may.request : may.approve);
}
