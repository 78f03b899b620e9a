import { describe, expect, it } from 'vitest';
import fleet from '../../commands/fleet.ts';
import type { Services } from '../../src/core/command.ts';
import { type FleetOutcome, groupKey } from '../../src/core/fleet-look.ts';
import { groupOf, reportWith } from '../support/fleet.ts';
import { CALLER } from './caller.ts';

const shared = { kind: 'switch', value: 'leaf-12' } as const;
const group = groupOf('ipmi-unreachable', 3, shared);
const report = reportWith([group, groupOf('node-locked', 1)]);
const picture = { filename: 'f.png', title: 't', content: new Uint8Array(1) };

function over(outcome: FleetOutcome = { kind: 'look', look: { report, picture } }) {
  const asked: unknown[] = [];
  const refuse = () => Promise.reject(new Error('not asked'));
  const services: Services = {
    diagnose: refuse,
    look: refuse,
    explain: refuse,
    fleet: async (words, { cloud }) => {
      asked.push([words, cloud]);
      return outcome;
    },
    clouds: ['prod', 'lab'],
  };
  return {
    asked,
    run: (text: string) => fleet.run({ text, ...CALLER, services, commands: [fleet] }),
    about: (subject: string, topic?: string) =>
      fleet.about?.({ subject, cloud: 'lab', ...(topic ? { topic } : {}), services }),
  };
}

describe('fleet', () => {
  it('is about every node of the default cloud, with its picture', async () => {
    const { run, asked } = over();
    expect(await run('')).toEqual({
      kind: 'fleet',
      look: { report, picture },
      asked: 'all nodes',
      files: [picture],
    });
    expect(asked).toEqual([[undefined, undefined]]);
  });

  it.each([
    ['--cloud lab', [undefined, 'lab']],
    ['clean failed', ['clean failed', undefined]],
    ['driver:ipmi --cloud LAB', ['driver:ipmi', 'lab']],
    ['`rack-1*`', ['rack-1', undefined]],
  ])('"%s" is understood', async (text, expected) => {
    const { run, asked } = over();
    await run(text);
    expect(asked).toEqual([expected]);
  });

  it('is told without a picture where none could be drawn', async () => {
    expect(await over({ kind: 'look', look: { report } }).run('')).toMatchObject({ files: [] });
  });

  it('words that fit nothing are answered with the nearest ones that would', async () => {
    const answer = await over({
      kind: 'fits-nothing',
      words: 'lef-12',
      nearest: ['leaf-12', 'leaf-21'],
      total: 40,
    }).run('lef-12');
    expect(answer).toEqual({
      kind: 'words',
      text: 'None of 40 nodes fits `lef-12`: it is no state, cause, conductor, switch, rack, driver, class, owner or name of theirs. Nearest: `fleet leaf-12`, `fleet leaf-21`.',
    });
  });

  it('a cloud that cannot be asked is said to be one', async () => {
    const answer = await over({ kind: 'refused', message: 'There is no such cloud.' }).run('');
    expect(answer).toEqual({ kind: 'words', text: 'There is no such cloud.' });
  });
});

describe('a click', () => {
  it('on "Look again" asks the same again', async () => {
    const { about, asked } = over();
    expect(await about('clean failed')).toMatchObject({ kind: 'fleet', asked: 'clean failed' });
    await about('all nodes');
    expect(asked).toEqual([
      ['clean failed', 'lab'],
      [undefined, 'lab'],
    ]);
  });

  it('on "Show nodes" tells the nodes of that group as it is now', async () => {
    const answer = await over().about('all nodes', groupKey(group));
    expect(answer).toMatchObject({
      kind: 'fleet-nodes',
      cloud: 'prod',
      group,
      nodes: [{ uuid: 'ipmi-unreachable-0' }, { uuid: 'ipmi-unreachable-1' }, { uuid: 'ipmi-unreachable-2' }],
    });
  });

  it('on a group that is no more says so', async () => {
    expect(await over().about('all nodes', 'ffffffff')).toMatchObject({
      kind: 'words',
      text: expect.stringContaining('no such group'),
    });
  });
});
