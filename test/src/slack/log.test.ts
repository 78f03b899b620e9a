import { describe, expect, it } from 'vitest';
import { boltLogger, errorFields, masked } from '../../../src/slack/log.ts';
import { memoryLog } from './support/bot.ts';

describe('logs', () => {
  it.each([
    'xoxb-1234-abcd',
    'xapp-1-A1-2-3',
    'Authorization: Bearer sometoken',
    'https://hooks.slack.com/services/T1/B1/secret',
    'https://hooks.slack.com/commands/T1/1/secret',
  ])('mask %j', (text) => {
    expect(masked(`failed with ${text}`)).not.toMatch(/1234|A1-2|sometoken|secret/);
  });

  it('say of an error what it is and where, and nothing of its other fields', () => {
    const error = Object.assign(new Error('refused xoxb-1-2'), { code: 'x', headers: { cookie: 'd=1' } });
    const fields = errorFields(error);
    expect(fields).toMatchObject({ error: 'Error', message: 'refused xoxb-***', code: 'x' });
    expect(JSON.stringify(fields)).not.toContain('cookie');
    expect(errorFields('plain')).toEqual({ error: 'plain' });
  });

  it('take nothing at debug from Bolt, which prints whole payloads there', () => {
    const log = memoryLog();
    const logger = boltLogger(log);
    logger.debug('payload', { text: 'private' });
    logger.info('hello');
    logger.error('bad', new Error('xoxb-1-2'));
    expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
      ['debug', 'hello'],
      ['error', 'bad Error: xoxb-***'],
    ]);
  });
});
