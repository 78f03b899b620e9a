import { readFileSync } from 'node:fs';
import { ServiceError } from '../../core/errors.ts';

/** The keys of a log store's configuration that say how we log in. */
export interface Access {
  readonly user?: string;
  readonly password_env?: string;
  readonly token_env?: string;
  readonly api_key_env?: string;
  readonly tenant?: string;
  readonly cacert?: string;
}

export interface Login {
  readonly headers: Readonly<Record<string, string>>;
  /** PEM text of `cacert`; the system's certificates when absent. */
  readonly ca: string | undefined;
  /** What a refusal is about: `password`, and the variable that holds it. */
  readonly proof: { readonly word: 'password' | 'token' | 'API key'; readonly variable: string } | undefined;
}

export type Secrets = (variable: string) => string | undefined;

/** Basic (RFC 7617, UTF-8), bearer, or Elasticsearch's `ApiKey`. @throws ServiceError `config`, naming key and variable */
export function loginOf(title: string, access: Access, secret: Secrets): Login {
  const { user, password_env, token_env, api_key_env, tenant, cacert } = access;
  if ([user, token_env, api_key_env].filter((one) => one !== undefined).length > 1)
    throw complaint(
      title,
      'there is more than one way to log in; keep one of user, token_env and api_key_env',
    );
  if (user !== undefined && password_env === undefined)
    throw complaint(title, 'user needs password_env, the name of the variable that holds the password');
  if (user === undefined && password_env !== undefined)
    throw complaint(title, 'password_env needs user beside it');
  if (user?.includes(':')) throw complaint(title, 'user cannot hold a colon');
  const base = {
    headers: tenant === undefined ? {} : { 'x-scope-orgid': printable(title, 'tenant', tenant) },
    ca: cacert === undefined ? undefined : certificates(title, cacert),
  };
  const value = (key: string, variable: string) => {
    const found = secret(variable)?.trim();
    if (!found) throw complaint(title, `the variable ${variable} (${key}) is not set`);
    return found;
  };
  const given = (authorization: string, word: 'password' | 'token' | 'API key', variable: string): Login => ({
    ...base,
    headers: { ...base.headers, authorization },
    proof: { word, variable },
  });
  if (user !== undefined && password_env !== undefined) {
    const pair = Buffer.from(`${user}:${value('password_env', password_env)}`).toString('base64');
    return given(`Basic ${pair}`, 'password', password_env);
  }
  if (token_env !== undefined) {
    const token = printable(title, `the variable ${token_env} (token_env)`, value('token_env', token_env));
    return given(`Bearer ${token}`, 'token', token_env);
  }
  if (api_key_env !== undefined) {
    const key = printable(
      title,
      `the variable ${api_key_env} (api_key_env)`,
      value('api_key_env', api_key_env),
    );
    return given(`ApiKey ${key}`, 'API key', api_key_env);
  }
  return { ...base, proof: undefined };
}

export function complaint(title: string, what: string): ServiceError {
  return new ServiceError(`The configuration of logs from ${title} cannot be used: ${what}`, {
    code: 'config',
    service: 'logs',
  });
}

/** A header holds nothing else; Node would refuse each request instead of the configuration once. */
function printable(title: string, what: string, text: string): string {
  if (/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)) return text;
  throw complaint(title, `${what} holds characters that cannot be sent`);
}

function certificates(title: string, path: string): string {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch {
    throw complaint(title, `cacert names ${path}, which cannot be read`);
  }
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw complaint(title, `cacert names ${path}, which holds no PEM certificate`);
}
