import { expect, it } from 'vitest';
import { defineProcedure } from '../../../src/core/procedure.ts';
import { findAmong } from '../../../src/core/procedure-search.ts';

const topic = (id: string, words: readonly string[], title = `About ${id}`) =>
  defineProcedure({
    id,
    title,
    sections: ['states'],
    words,
    when: 'Rarely.',
    steps: () => [{ text: 'Do.' }],
    done: 'Yes.',
  });

const PORT = topic('port-fast', ['stp', 'switch port'], 'Let a switch port forward at once');
const BOND = topic('lacp', ['bond', 'switch bond', 'aggregation']);
const DISK = topic('root-device', ['wrong disk', 'serial']);
const ALL = [PORT, BOND, DISK];

const ids = (words: string) => {
  const found = findAmong(ALL, words);
  if (found.kind === 'found') return found.procedure.id;
  return found.kind === 'several' ? found.procedures.map(({ id }) => id) : found;
};

it('knows a topic by id, word and title, however it is written', () => {
  for (const words of [
    'port-fast',
    'Port Fast',
    'PORT_FAST',
    ' stp ',
    'STP?',
    'let a switch port forward at once',
  ])
    expect(ids(words), words).toBe('port-fast');
});

it('hears past the small words of a question', () => {
  expect(ids('why does the node take the wrong disk?')).toBe('root-device');
  expect(ids("what's my serial")).toBe('root-device');
});

it('forgives one slip, and two in a long word, and no more', () => {
  expect(ids('seral')).toBe('root-device');
  expect(ids('laqqp')).toMatchObject({ kind: 'none' });
  expect(ids('aggergatoin')).toBe('lacp');
  expect(ids('aggergatoinn')).toMatchObject({ kind: 'none' });
});

it('names what a word with more slips looks like', () => {
  expect(ids('sieriall')).toEqual({ kind: 'none', nearest: ['root-device'] });
});

it('offers all that fit as well', () => {
  expect(ids('switch')).toEqual(['port-fast', 'lacp']);
});

it('leads with what the section is shared by only after own words', () => {
  expect(ids('states')).toEqual(['port-fast', 'lacp', 'root-device']);
});
