import { readdirSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { GUIDE_SECTIONS, isInGuide } from '../../../../src/core/guide.ts';
import { typedWord } from '../../../../src/core/node-words.ts';
import type { Hand, Procedure } from '../../../../src/core/procedure.ts';
import { PROCEDURES, procedureFor } from '../../../../src/core/procedures/index.ts';
import { shellWords } from '../../../support/shell-words.ts';

/** A hand in which each word is what `word` makes of the name of its place. */
const handOf = (word: (place: string) => string): Hand => ({
  node: word('node'),
  uuid: word('uuid'),
  instance: word('instance'),
  conductor: word('conductor'),
  driver: word('driver'),
  bmc: word('bmc'),
  mac: word('mac'),
  switch_name: word('switch_name'),
  switch_port: word('switch_port'),
  image: word('image'),
});
const UNKNOWN = handOf((place) => `<${place}>`);
const PLAIN = handOf((place) => `plain-${place}-1`);

const length = (text: string): number => [...text].length;
const commandsOf = (procedure: Procedure, hand: Hand): readonly string[] =>
  procedure.steps(hand).flatMap(({ command }) => command ?? []);

test('the folder and the index agree', () => {
  const files = readdirSync(new URL('../../../../src/core/procedures', import.meta.url))
    .filter((name) => name !== 'index.ts')
    .map((name) => name.replace(/\.ts$/, ''))
    .sort();
  expect(PROCEDURES.map(({ id }) => id)).toEqual(files);
  expect(new Set(files).size).toBe(files.length);
});

test('every section of the guide itself has a procedure', () => {
  expect(GUIDE_SECTIONS.filter(isInGuide).filter((section) => !procedureFor(section))).toEqual([]);
});

test('a section leads to the procedure that is about it before one that only includes it', () => {
  for (const procedure of PROCEDURES)
    expect(procedureFor(procedure.sections[0])?.id, procedure.id).toBe(procedure.id);
  expect(procedureFor('clock-firmware')?.id).toBe('clock-skew');
});

test('no word of people means two procedures, since the one it finds would be chance', () => {
  const owners = new Map<string, string[]>();
  for (const { id, words } of PROCEDURES)
    for (const word of [id, ...words]) owners.set(word, [...(owners.get(word) ?? []), id]);
  expect([...owners].filter(([, ids]) => ids.length > 1)).toEqual([]);
});

describe.each(PROCEDURES.map((one) => [one.id, one] as const))('%s', (_, procedure) => {
  const steps = procedure.steps(UNKNOWN);

  it('fits a phone', () => {
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.length).toBeLessThanOrEqual(10);
    for (const { text } of steps) expect(length(text), text).toBeLessThanOrEqual(200);
    for (const text of [procedure.when, procedure.done, procedure.beware ?? ''])
      expect(length(text), text).toBeLessThanOrEqual(200);
    expect(length(procedure.title)).toBeLessThanOrEqual(75);
  });

  it('says it as the bot speaks', () => {
    for (const text of [procedure.when, procedure.done, ...steps.map((one) => one.text)]) {
      expect(text).toMatch(/[.:?]$/);
      expect(text).not.toMatch(/!|\bplease\b|\bsimply\b/i);
    }
    expect(procedure.title).not.toMatch(/[.!]$/);
  });

  it('never sends anybody into the database', () => {
    const all = [...steps.flatMap(({ text, command = '' }) => [text, command]), procedure.beware ?? ''];
    for (const text of all) {
      expect(text).not.toMatch(/\b(?:mysql|mariadb|psql|sqlite3?|UPDATE \w+ SET)\b/i);
      if (/database/i.test(text)) expect(text).toMatch(/^Never /);
    }
  });

  it('warns before what destroys, cuts off or restarts', () => {
    const sharp =
      /\b(?:delete|undeploy|rebuild|reboot|restart|reset cold|node clean|power off|power on|abort|interface|set)\b/;
    if (commandsOf(procedure, UNKNOWN).some((command) => sharp.test(command)))
      expect(procedure.beware).toBeTruthy();
  });

  it('gives whole commands: each tokenises, and a word of the hand stays one word', () => {
    for (const [index, command] of commandsOf(procedure, UNKNOWN).entries()) {
      expect(command).not.toMatch(/undefined|\[object|\.\.\.$/);
      const known = commandsOf(procedure, PLAIN)[index] ?? '';
      expect(shellWords(known)).toHaveLength(shellWords(command).length);
    }
  });

  it.each(['$(pwned)', '`pwned`', "a' pwned '", 'a; pwned', 'a\npwned', '--pwned', '<pwned>', 'pwned|sh'])(
    'with %j for every word',
    (evil) => {
      const hand = handOf((place) => typedWord(evil, place));
      for (const command of commandsOf(procedure, hand))
        expect(shellWords(command).filter(({ text }) => text.includes('pwned'))).toEqual([]);
    },
  );
});

test('asks a BMC in the protocol of the driver', () => {
  const all = (driver: string) =>
    PROCEDURES.filter(({ id }) => ['wait-state', 'lock-trace', 'power-fault'].includes(id)).flatMap((one) =>
      commandsOf(one, { ...PLAIN, driver }),
    );
  expect(all('ipmi').filter((command) => command.startsWith('curl'))).toEqual([]);
  expect(all('redfish').filter((command) => command.startsWith('ipmitool'))).toEqual([]);
  for (const command of all('idrac')) expect(() => shellWords(command)).not.toThrow();
});

test('words of the hand are used where there is one', () => {
  const used = new Set(
    PROCEDURES.flatMap((procedure) =>
      procedure
        .steps(PLAIN)
        .flatMap(({ text, command = '' }) => `${text} ${command}`.match(/plain-\w+-1/g) ?? []),
    ),
  );
  expect([...used].sort()).toEqual(Object.values(PLAIN).sort());
});
