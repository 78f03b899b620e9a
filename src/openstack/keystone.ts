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

const Named = z.object({ id: z.string().nullish(), name: z.string().nullish() });

export const TokenBodySchema = z.object({
  token: z.object({
    user: Named.extend({ domain: Named.nullish() }).nullish(),
    /** Absent for an unscoped token, as are the roles and the catalogue. */
    project: Named.nullish(),
    domain: Named.nullish(),
    system: z.object({ all: z.boolean().nullish() }).nullish(),
    roles: z.array(Named).nullish(),
    expires_at: z.string(),
    issued_at: z.string().nullish(),
    /** Absent for an unscoped token. */
    catalog: z.array(CatalogEntrySchema).nullish(),
  }),
});

type IdOrName = { readonly id?: string | undefined; readonly name?: string | undefined };
type IdOrNameOrNull = z.infer<typeof Named> | null | undefined;
const byIdOrName = ({ id, name }: IdOrName) => (id === undefined ? { name } : { id });

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

/** Who a token is and what it is good for, as Keystone says. */
export interface Holder {
  /** By name where Keystone tells it. */
  readonly user: string | undefined;
  readonly domain: string | undefined;
  readonly scope: 'system' | 'project' | 'domain' | 'unscoped';
  /** Of the project or domain that it is for. */
  readonly place: string | undefined;
  readonly roles: readonly string[];
}

export function holderOf({ token }: z.infer<typeof TokenBodySchema>): Holder {
  const nameOf = (one: IdOrNameOrNull) => one?.name ?? one?.id ?? undefined;
  const scope = token.system ? 'system' : token.project ? 'project' : token.domain ? 'domain' : 'unscoped';
  return {
    user: nameOf(token.user),
    domain: nameOf(token.user?.domain),
    scope,
    place: nameOf(token.project ?? token.domain),
    roles: (token.roles ?? []).flatMap((role) => nameOf(role) ?? []),
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
