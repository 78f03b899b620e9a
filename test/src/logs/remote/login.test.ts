import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../src/core/errors.ts';
import { type Access, loginOf } from '../../../../src/logs/remote/login.ts';

const VARIABLES: Readonly<Record<string, string>> = {
  LOKI_PASSWORD: 'pä:ss',
  LOKI_TOKEN: ' abc.def\n',
  BROKEN: 'a\nb',
};
const login = (access: Access) => loginOf('Loki', access, (name) => VARIABLES[name]);
const complaint = (access: Access): string => {
  try {
    login(access);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'config' && error.service === 'logs')
      return error.message;
    throw error;
  }
  throw new Error('a complaint was expected');
};

describe('logging in to a log store', () => {
  it('sends what is configured', () => {
    expect(login({}).headers).toEqual({});
    expect(login({ user: 'bot', password_env: 'LOKI_PASSWORD' })).toMatchObject({
      headers: { authorization: `Basic ${Buffer.from('bot:pä:ss').toString('base64')}` },
      proof: { word: 'password', variable: 'LOKI_PASSWORD' },
    });
    expect(login({ token_env: 'LOKI_TOKEN', tenant: 'team a' }).headers).toEqual({
      authorization: 'Bearer abc.def',
      'x-scope-orgid': 'team a',
    });
    expect(login({ api_key_env: 'LOKI_TOKEN' }).headers).toEqual({ authorization: 'ApiKey abc.def' });
  });

  it.each<[Access, string]>([
    [{ user: 'bot', password_env: 'NOT_SET' }, 'the variable NOT_SET (password_env) is not set'],
    [{ token_env: 'NOT_SET' }, 'the variable NOT_SET (token_env) is not set'],
    [{ token_env: 'BROKEN' }, 'the variable BROKEN (token_env) holds characters that cannot be sent'],
    [{ tenant: 'a\r\nx-evil: 1' }, 'tenant holds characters that cannot be sent'],
    [{ user: 'bot' }, 'user needs password_env'],
    [{ password_env: 'LOKI_PASSWORD' }, 'password_env needs user beside it'],
    [{ user: 'a:b', password_env: 'LOKI_PASSWORD' }, 'user cannot hold a colon'],
    [{ token_env: 'LOKI_TOKEN', api_key_env: 'LOKI_TOKEN' }, 'more than one way to log in'],
    [{ cacert: '/nowhere/ca.pem' }, 'cacert names /nowhere/ca.pem, which cannot be read'],
  ])('complains once, at the start: %j', (access, words) => {
    expect(complaint(access)).toContain('The configuration of logs from Loki cannot be used: ');
    expect(complaint(access)).toContain(words);
  });

  it('reads a CA bundle, and no other file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'login-'));
    try {
      const [good, bad] = [join(folder, 'ca.pem'), join(folder, 'notes.txt')];
      writeFileSync(good, '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n');
      writeFileSync(bad, 'hello');
      expect(login({ cacert: good }).ca).toContain('BEGIN CERTIFICATE');
      expect(complaint({ cacert: bad })).toContain('which holds no PEM certificate');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
