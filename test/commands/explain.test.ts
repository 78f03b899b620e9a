import { describe, expect, it } from 'vitest';
import explain from '../../commands/explain.ts';
import type { Services } from '../../src/core/command.ts';
import { report } from '../src/slack/support/sample.ts';
import { CALLER } from './caller.ts';

function ask(text: string) {
  const texts: string[] = [];
  const services: Services = {
    diagnose: () => Promise.reject(new Error('a cloud was asked')),
    look: () => Promise.reject(new Error('a cloud was asked')),
    fleet: () => Promise.reject(new Error('a fleet was asked for')),
    explain: async (pasted) => {
      texts.push(pasted);
      return report;
    },
    clouds: [],
  };
  return { run: explain.run({ text, ...CALLER, services, commands: [explain] }), texts };
}

describe('explain', () => {
  it('hands the pasted text over as it is, without the code fence around it', async () => {
    const { run, texts } = ask('```\nTimeout reached while cleaning the node.\n  at line 2?\n```');
    expect(await run).toEqual({ kind: 'diagnosis', outcome: { kind: 'report', report }, named: [] });
    expect(texts).toEqual(['Timeout reached while cleaning the node.\n  at line 2?']);
  });

  it('asks for text when there is none', async () => {
    const { run, texts } = ask(' ``` ');
    expect(await run).toMatchObject({ kind: 'words' });
    expect(texts).toEqual([]);
  });

  const TRACEBACK = [
    'Traceback (most recent call last):',
    '  File "/usr/lib/python3/conductor.py", line 12, in do_node_clean',
    '    raise exception.NodeCleaningFailure("‘x’ ≠ “y”")',
    'ironic.common.exception.NodeCleaningFailure: Node bm-a13 failed',
  ].join('\n');

  it.each([
    ['fences with the word of a language', `\`\`\`python\n${TRACEBACK}\n\`\`\``, TRACEBACK],
    ['words before the fence', `what is this?\n\`\`\`${TRACEBACK}\`\`\``, `what is this?\n${TRACEBACK}`],
    ['a single line in a fence', '```bad```', 'bad'],
  ])('takes a traceback with its lines out of %s', async (_name, text, pasted) => {
    const { run, texts } = ask(text);
    await run;
    expect(texts).toEqual([pasted]);
  });

  it('offers to ask about the nodes that the text names', async () => {
    expect(await ask(TRACEBACK).run).toMatchObject({ named: ['bm-a13'] });
  });
});
