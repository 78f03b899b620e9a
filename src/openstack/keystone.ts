import { z } from 'zod';
import type { ApplicationCredentialAuth, PasswordAuth, Scope, TokenAuth } from './config.ts';

/** Keystone's v3 login, as openstack/keystone api-ref/source/v3/authenticate-v3.inc words it. */

const EndpointSchema = z.object({
  interface: z.string(),
  region: z.string().nullish(),
  region_id: z.string().nullish(),
  url: z.string(),
});

const CatalogEntrySchema = z.object({
  type: z.string(),
  name: z.string().nullish(),
  endpoints: z.array(EndpointSchema).nullish(),
});
export type CatalogEntry = z.infer<typeof CatalogEntrySchema>;

export const TokenBodySchema = z.object({
  token: z.object({
    expires_at: z.string(),
    issued_at: z.string().nullish(),
    /** Absent for an unscoped token. */
    catalog: z.array(CatalogEntrySchema).nullish(),
  }),
});

type Named = { readonly id?: string | undefined; readonly name?: string | undefined };
const byIdOrName = ({ id, name }: Named) => (id === undefined ? { name } : { id });

function userOf(auth: PasswordAuth | ApplicationCredentialAuth) {
  if (auth.user_id !== undefined) return { id: auth.user_id };
  return {
    name: auth.username,
    domain: byIdOrName({ id: auth.user_domain_id, name: auth.user_domain_name }),
  };
}

function scopeOf(scope: Scope): object | undefined {
  if (scope.kind === 'system') return { system: { all: true } };
  if (scope.kind === 'domain') return { domain: byIdOrName(scope) };
  if (scope.kind === 'unscoped') return undefined;
  if (scope.id !== undefined) return { project: { id: scope.id } };
  return {
    project: { name: scope.name, domain: byIdOrName({ id: scope.domain_id, name: scope.domain_name }) },
  };
}

/** The body of `POST /auth/tokens`. It holds the secret: send it, keep it nowhere. */
export function loginBody(auth: PasswordAuth | TokenAuth | ApplicationCredentialAuth): object {
  if (auth.auth_type === 'v3applicationcredential') {
    const { application_credential_id: id, application_credential_name: name } = auth;
    const secret = auth.application_credential_secret.reveal();
    const credential = id === undefined ? { name, user: userOf(auth), secret } : { id, secret };
    return {
      auth: { identity: { methods: ['application_credential'], application_credential: credential } },
    };
  }
  const identity =
    auth.auth_type === 'password'
      ? { methods: ['password'], password: { user: { ...userOf(auth), password: auth.password.reveal() } } }
      : { methods: ['token'], token: { id: auth.token.reveal() } };
  const scope = scopeOf(auth.scope);
  return { auth: { identity, ...(scope ? { scope } : {}) } };
}
