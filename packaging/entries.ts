import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What is started by hand or by a supervisor: `dist/<name>.mjs` of `src/<name>.ts`. */
const PROGRAMS = ['main', 'terminal', 'audit-terminal', 'records-terminal', 'doctor'];

/** Folders that are read at run time and whose every file is loaded by its name. */
export const REGISTRIES = [
  'playbooks',
  'commands',
  'src/remediations',
  'src/triggers',
  'src/doctor/checks',
  'src/sandbox/cloud/scenarios',
];

/** What is read as it lies: by the bot its manifest and the local page, whose types Node strips when it is asked for; by people the rest. */
export const COPIED = [
  'manifest.yml',
  'src/sandbox/slack/page',
  'LICENSE',
  'CHANGELOG.md',
  'ironic-oncall.example.yml',
];

/** Files of packages that are opened by their path; `dist/assets` has them under the name they are asked for by. */
export const ASSETS = ['dejavu-fonts-ttf/ttf/DejaVuSans.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'];

/** Packages in CommonJS that we load by `import()`. */
export const LOADED_LATE = ['@napi-rs/canvas', 'ioredis'];

/** Source files by where they come to lie in `dist`, without an ending. */
export function entriesOf(top: string): Readonly<Record<string, string>> {
  const programs = PROGRAMS.map((name) => [name, `src/${name}.ts`] as const);
  const units = REGISTRIES.filter((folder) => existsSync(join(top, folder))).flatMap((folder) =>
    readdirSync(join(top, folder))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [`${folder}/${file.slice(0, -'.ts'.length)}`, `${folder}/${file}`] as const),
  );
  const entries = [...programs, ['playbook', 'src/own-playbook.ts'] as const, ...units];
  return Object.fromEntries(entries.filter(([, file]) => existsSync(join(top, file))));
}
