import { describe, expect, it } from 'vitest';
import { addressed } from '../../../../src/slack/listeners/app-mention.ts';

describe('what a mention says', () => {
  it.each([
    ['<@U0BOT> why node-17', 'why node-17'],
    ['<@U0BOT|bot>: why node-17', 'why node-17'],
    ['why node-17 <@U0BOT>', 'why node-17 '],
    ['hey <@U0BOT>, why node-17 for <@U2>', 'why node-17 for <@U2>'],
    ['<@U0BOT>', ''],
    ['no mention at all', 'no mention at all'],
  ])('%j asks %j', (text, words) => {
    expect(addressed(text)).toBe(words);
  });
});
