import { beforeAll, describe, expect, it } from 'vitest';
import { loadPlaybooks } from '../src/compose.ts';
import type { Finding } from '../src/core/finding.ts';
import type { Playbook } from '../src/core/playbook.ts';
import { examine, HEALTHY_NODE } from './support/facts.ts';
import { SITUATIONS } from './support/hostile-situations.ts';
import { shellWords } from './support/shell-words.ts';

/** Commands are copied into shells, and names come from whoever may name a node, a server or a flavor. */
const PAYLOADS = [
  '$(pwned)',
  '`pwned`',
  'a; pwned -rf /',
  "a' pwned '",
  'a" pwned "',
  'a\npwned',
  '--pwned',
  '-pwned',
  'a && pwned',
  '*pwned?',
  '$pwned',
  '{pwned,x}',
  '\\pwned',
  '<pwned>',
  'pwned|sh',
  '$(pwned)'.repeat(60),
];

let playbooks: readonly Playbook[];
beforeAll(async () => {
  playbooks = await loadPlaybooks([]);
});

const commandsIn = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap(({ steps = [] }) => steps.flatMap(({ command }) => command ?? []));

describe.each(Object.entries(SITUATIONS))('%s', (_, situation) => {
  it('is a situation that something is said about', async () => {
    expect((await examine(playbooks, situation('$(pwned)'))).findings).not.toEqual([]);
  });

  it.each(PAYLOADS.map((one) => [one.slice(0, 20), one] as const))('with the name %j', async (_, evil) => {
    const { findings } = await examine(playbooks, situation(evil));
    for (const command of commandsIn(findings)) {
      for (const { bare } of shellWords(command).filter((word) => word.bare.includes('pwned'))) {
        // What is left of an address once it is parsed may be one harmless word, and no option.
        expect(bare, command).toMatch(/^[A-Za-z0-9][\w./:-]*$/);
      }
    }
  });
});

it('reaches the commands of every playbook that writes any', async () => {
  const speaking = new Set<string>();
  for (const situation of Object.values(SITUATIONS)) {
    const { findings } = await examine(playbooks, situation('$(pwned)'));
    for (const one of findings) if (commandsIn([one]).length > 0) speaking.add(one.playbook);
  }
  const silent = playbooks.map(({ id }) => id).filter((id) => !speaking.has(id));
  expect(silent).toEqual(['healthy']);
});

it('a plain name is typed as it is', async () => {
  const { findings } = await examine(playbooks, {
    node: { ...HEALTHY_NODE, provision_state: 'clean failed' },
  });
  expect(commandsIn(findings)).toContain('baremetal node manage node-17');
});

describe('the splitter', () => {
  it.each(['a $(pwned)', 'a `pwned`', 'a && pwned', "a 'pwned", 'a "$pwned"', 'a\nb', 'a *b', 'a >b', 'a;b'])(
    'refuses %j',
    (command) => {
      expect(() => shellWords(command)).toThrow('not one of our words');
    },
  );
  it('tells what stood in quotes', () => {
    expect(shellWords("grep -E 'a|b' <node> | tail -4")).toMatchObject([
      { bare: 'grep' },
      { bare: '-E' },
      { bare: '', text: "'a|b'" },
      { bare: '<node>' },
      { bare: 'tail' },
      { bare: '-4' },
    ]);
  });
});
