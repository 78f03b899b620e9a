import { describe, expect, it } from 'vitest';
import { parse, unmarked } from '../../../src/slack/parse.ts';
import { commands } from './support/bot.ts';

const parsed = (typed: string) => {
  const found = parse(typed, commands, '/ironic');
  return found.kind === 'command' ? [found.command.id, found.text] : found.answer;
};

describe('words', () => {
  it.each([
    ['why node-17', 'why', 'node-17'],
    ['Why: node-17', 'why', 'node-17'],
    ['*why* node-17', 'why', 'node-17'],
    ['node-17', 'why', 'node-17'],
    ['node-17 --cloud lab', 'why', 'node-17 --cloud lab'],
    ['node-17 —cloud lab', 'why', 'node-17 --cloud lab'],
    ['/ironic why node-17', 'why', 'node-17'],
    ['/ironic', 'help', ''],
    ['/ironic-17', 'why', '/ironic-17'],
    ['', 'help', ''],
    ['?', 'help', ''],
    ['help why', 'help', 'why'],
    ['HELP!', 'help', ''],
    ['explain a <b> & c', 'explain', 'a <b> & c'],
    ['explain a &lt;b&gt; &amp; c', 'explain', 'a <b> & c'],
    ['52:54:00:1a:b0:77', 'why', '52:54:00:1a:b0:77'],
  ])('%j is %s of %j', (typed, id, text) => {
    expect(parsed(typed)).toEqual([id, text]);
  });

  it.each([
    ['<http://node-17.example.com|node-17.example.com>', 'node-17.example.com'],
    ['<mailto:root@node-17|root@node-17>', 'root@node-17'],
    ['<https://example.com/a>', 'https://example.com/a'],
    ['<tel:5254001|5254001>', '5254001'],
    ['“node 17” ‘x’', '"node 17" \'x\''],
    ['node\u00a017\u200b', 'node 17'],
    ['a – b — c', 'a – b — c'],
    ['x –cloud', 'x --cloud'],
    ['  padded\n', 'padded'],
  ])('Slack and phones turn words into %j, which is %j', (typed, meant) => {
    expect(unmarked(typed)).toBe(meant);
  });

  it.each(['!', '.', '*'])('finds the end of forty long runs of %j before the test times out', (mark) => {
    for (let run = 0; run < 40; run += 1) parse(`${mark.repeat(39_000)}x`, commands, '/ironic');
  });

  it('keeps both ends of a text too long to read', () => {
    const said = unmarked(`begin ${'x'.repeat(100_000)} end`);
    expect(said.length).toBeLessThan(41_000);
    expect(said).toMatch(/^begin x+ … x+ end$/);
  });
});

describe('nonsense', () => {
  it.each([
    ['wyh node-17', '/ironic why node-17'],
    ['hlep', '/ironic help'],
    ['explian foo bar', '/ironic explain foo bar'],
  ])('%j gets the command that was probably meant: %s', (typed, suggestion) => {
    expect(parsed(typed)).toContain(`\`${suggestion}\``);
  });

  it('offers the way to a node that is named almost like a command', () => {
    expect(parsed('helpp')).toContain('`/ironic why helpp`');
  });

  it.each(['good morning to you', 'No valid host was found. There are not enough hosts.', 'node-17 node-18'])(
    '%j gets the ways to ask',
    (typed) => {
      expect(parsed(typed)).toMatch(/why <node>.*explain <text>.*help/s);
    },
  );
});
