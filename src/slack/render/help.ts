import type { Answer, Command, CommandGroup } from '../../core/command.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { context, fit, type Rendered, sections } from './limits.ts';

type Help = Extract<Answer, { kind: 'help' }>;

const GROUPS: readonly (readonly [CommandGroup, string])[] = [
  ['trouble', 'Something is wrong'],
  ['look', 'Look closer'],
  ['act', 'Do something about it'],
  ['manual', 'Manuals'],
];

/** All commands with an example each, or one command with all of its examples. `slash` is our word in Slack, `/ironic`. */
export function renderHelp(help: Help, slash: string): Rendered {
  const about = help.commands.find((command) => command.id === help.about);
  if (about) return one(about, slash);
  const lead = md`I find out what is wrong with bare metal: ${code(`${slash} why <node>`)}`;
  const groups = GROUPS.flatMap(([group, title]) => {
    const some = help.commands.filter((command) => (command.group ?? 'manual') === group);
    const lines = some.map((command) => entry(command, slash));
    return lines.length > 0 ? sections([bold(text(title)), ...lines]) : [];
  });
  const clouds = help.clouds.slice(0, 20).map((name) => code(name, 80));
  return fit(lead, [
    ...sections([lead]),
    ...groups,
    ...context([
      clouds.length > 1
        ? md`Clouds: ${join(clouds, ', ')}; the first is asked unless you say ${code('--cloud NAME')}`
        : NOTHING,
      md`Mention me with the same words and I answer in the thread · ${code(`${slash} help <command>`)} tells more`,
    ]),
  ]);
}

function entry(command: Command, slash: string): Mrkdwn {
  const example = command.examples[0];
  const shown = example ? md`, e.g. ${code(`${slash} ${example}`, 160)}` : NOTHING;
  return md`• ${code(`${slash} ${command.usage}`, 200)}: ${text(command.summary, 300)}${shown}`;
}

function one(command: Command, slash: string): Rendered {
  const lead = md`${code(`${slash} ${command.usage}`, 200)}`;
  const examples = command.examples.slice(0, 20).map((example) => md`• ${code(`${slash} ${example}`, 200)}`);
  return fit(lead, sections([lead, text(command.summary, 600), ...examples]));
}
