import { defineCommand } from '../src/core/command.ts';

export default defineCommand({
  id: 'help',
  usage: 'help [command]',
  summary: 'what I can do, or one command with all of its examples',
  examples: ['help', 'help why'],
  group: 'manual',
  async run({ text, commands, services }) {
    const about = /^[^\w]*([\w-]*)/.exec(text)?.[1]?.toLowerCase() ?? '';
    const found = commands.find((command) => command.id === about);
    return {
      kind: 'help',
      // The one that people come for, then as they are listed.
      commands: commands.toSorted((a, b) => Number(b.id === 'why') - Number(a.id === 'why')),
      clouds: services.clouds,
      ...(found ? { about: found.id } : {}),
    };
  },
});
