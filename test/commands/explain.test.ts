import { describe, expect, it } from 'vitest';
import explain from '../../commands/explain.ts';
import type { Services } from '../../src/core/command.ts';
import { report } from '../src/slack/support/sample.ts';

function ask(text: string) {
  const texts: string[] = [];
  const services: Services = {
    diagnose: () => Promise.reject(new Error('a cloud was asked')),
    look: () => Promise.reject(new Error('a cloud was asked')),
    explain: async (pasted) => {
      texts.push(pasted);
      return report;
    },
    clouds: [],
  };
  return { run: explain.run({ text, asker: { user: 'U1' }, services, commands: [explain] }), texts };
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
});
