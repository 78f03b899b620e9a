import { describe, expect, it } from 'vitest';
import { redisFailure } from '../../../src/limits/redis-failure.ts';

const replied = (message: string) =>
  Object.assign(new Error(message), { command: { name: 'hello', args: ['3', 'AUTH', 'default', 's3cret'] } });
const ofSystem = (code: string) => Object.assign(new Error(`connect ${code} 10.0.0.1:6379`), { code });

describe('what Redis or the way to it says', () => {
  it.each([
    [replied('WRONGPASS invalid username-password pair or user is disabled.'), 'unauthorized', 'WRONGPASS'],
    [replied('NOAUTH HELLO must be called with the client already authenticated'), 'unauthorized', 'NOAUTH'],
    [replied("NOPERM this user has no permissions to run the 'evalsha' command"), 'forbidden', 'NOPERM'],
    [replied("READONLY You can't write against a read only replica."), 'refused', 'replica'],
    [replied("OOM command not allowed when used memory > 'maxmemory'."), 'refused', 'memory'],
    [replied('MOVED 3999 127.0.0.1:6381'), 'refused', 'cluster'],
    [replied('ERR unknown command'), 'refused', 'ERR'],
    [ofSystem('ECONNREFUSED'), 'unreachable', 'ECONNREFUSED'],
    [ofSystem('ENOTFOUND'), 'unreachable', 'ENOTFOUND'],
    [ofSystem('ETIMEDOUT'), 'timeout', 'in time'],
    [ofSystem('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls', 'SELF_SIGNED'],
    [new Error('Connection is closed.'), 'unreachable', 'closed'],
    [new Error('s3cret is what the library says'), 'bad-answer', 'do not know'],
    ['s3cret', 'bad-answer', 'do not know'],
    [undefined, 'bad-answer', 'do not know'],
  ] as const)('%s is %s', (error, code, words) => {
    const failure = redisFailure(error);
    expect(failure).toMatchObject({ code, service: 'redis', message: expect.stringContaining(words) });
    expect(JSON.stringify([failure, failure.message, failure.stack])).not.toMatch(/s3cret|127\.0\.0\.1:6381/);
    expect(redisFailure(failure)).toBe(failure);
  });
});
