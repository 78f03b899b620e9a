import { describe, expect, it } from 'vitest';
import approvals from '../../commands/approvals.ts';
import freeze from '../../commands/freeze.ts';
import help from '../../commands/help.ts';
import silence from '../../commands/silence.ts';
import thaw from '../../commands/thaw.ts';
import why from '../../commands/why.ts';
import type { Services } from '../../src/core/command.ts';
import { fakeActing } from '../src/slack/support/acting.ts';
import { CALLER } from './caller.ts';
import { watching } from './watching.ts';

const services: Services = {
  diagnose: () => Promise.reject(new Error('a cloud was asked')),
  look: () => Promise.reject(new Error('a cloud was asked')),
  fleet: () => Promise.reject(new Error('a fleet was asked for')),
  explain: () => Promise.reject(new Error('a cloud was asked')),
  clouds: ['prod', 'lab'],
};
const commands = [help, why];
const ask = (text: string) => help.run({ text, ...CALLER, services, commands });

describe('help', () => {
  it('lists all commands, the one that people come for first, and the clouds', async () => {
    const answer = await ask('');
    expect(answer).toMatchObject({ kind: 'help', clouds: ['prod', 'lab'] });
    const listed = answer.kind === 'help' ? answer.commands : [];
    expect(listed[0]?.id).toBe('why');
    expect(new Set(listed)).toEqual(new Set(commands));
  });

  it.each(['why', ' WHY?', '`why`', '/why'])('tells about one command: %j', async (text) => {
    expect(await ask(text)).toMatchObject({ about: 'why' });
  });

  it('lists all when asked about a command that is none', async () => {
    expect(await ask('frobnicate')).not.toHaveProperty('about');
  });

  it.each([
    [undefined, ['why', 'help']],
    [{ request: false, approve: false }, ['why', 'help', 'approvals']],
    [{ request: true, approve: false }, ['why', 'help', 'approvals', 'freeze']],
    [{ request: true, approve: true }, ['why', 'help', 'approvals', 'freeze', 'thaw']],
  ])('shows whoever may do %j only what they may do', async (may, shown) => {
    const { acting } = fakeActing();
    const all = [help, approvals, freeze, thaw, why];
    const offered = may ? { ...services, acting: { ...acting, may: () => may } } : services;
    const answer = await help.run({ text: '', ...CALLER, services: offered, commands: all });
    expect(answer.kind === 'help' && answer.commands.map(({ id }) => id)).toEqual(shown);
  });

  it('shows silences only where alerts are watched', async () => {
    const shown = async (here: Services) => {
      const answer = await help.run({ text: '', ...CALLER, services: here, commands: [help, silence] });
      return answer.kind === 'help' && answer.commands.map(({ id }) => id);
    };
    expect(await shown(services)).toEqual(['help']);
    expect(await shown({ ...services, alerts: watching(silence).alerts })).toEqual(['help', 'silence']);
  });
});
