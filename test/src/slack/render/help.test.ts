import { describe, expect, it } from 'vitest';
import { renderAnswer } from '../../../../src/slack/render/answer.ts';
import { commands } from '../support/bot.ts';
import { faultsOf } from '../support/check-message.ts';

const words = (answer: Parameters<typeof renderAnswer>[0]) => {
  const { message } = renderAnswer(answer, { slash: '/ironic', now: new Date(0) });
  expect(faultsOf(message)).toEqual([]);
  return JSON.stringify(message.blocks);
};

describe('help', () => {
  it('shows every command with an example as it would be typed', () => {
    const shown = words({ kind: 'help', commands, clouds: ['prod'] });
    for (const command of commands) expect(shown).toContain(`/ironic ${command.examples[0]}`);
    expect(shown).not.toContain('Clouds:');
  });

  it('names the clouds when there is a choice', () => {
    expect(words({ kind: 'help', commands, clouds: ['prod', 'lab'] })).toContain('Clouds: `prod`, `lab`');
  });

  it('shows all examples of one command', () => {
    const why = commands.find(({ id }) => id === 'why');
    const shown = words({ kind: 'help', commands, clouds: [], about: 'why' });
    for (const example of why?.examples ?? []) expect(shown).toContain(example);
    expect(shown).not.toContain('/ironic explain');
  });
});

describe('plain words', () => {
  it('keep their code and their lines', () => {
    const shown = words({ kind: 'words', text: 'Try `/ironic why`.\n\nOr <!here>.' });
    expect(shown).toContain('Try `/ironic why`.\\nOr &lt;!here&gt;.');
  });

  it('of a refusal are its message', () => {
    expect(words({ kind: 'diagnosis', outcome: { kind: 'refused', message: 'Not now.' } })).toContain(
      'Not now.',
    );
  });
});
