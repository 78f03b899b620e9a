import type { Secret } from './secret.ts';
import type { ServiceName } from './services.ts';

/** What a token is good for. A domain or project by name needs its domain. */
export type Scope =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'system' }
  | { readonly kind: 'domain'; readonly id?: string | undefined; readonly name?: string | undefined }
  | {
      readonly kind: 'project';
      readonly id?: string | undefined;
      readonly name?: string | undefined;
      readonly domain_id?: string | undefined;
      readonly domain_name?: string | undefined;
    };

interface User {
  readonly user_id?: string | undefined;
  readonly username?: string | undefined;
  readonly user_domain_id?: string | undefined;
  readonly user_domain_name?: string | undefined;
}

export interface PasswordAuth extends User {
  readonly auth_type: 'password';
  readonly auth_url: string;
  readonly password: Secret;
  readonly scope: Scope;
}

export interface TokenAuth {
  readonly auth_type: 'token';
  readonly auth_url: string;
  readonly token: Secret;
  readonly scope: Scope;
}

/** Carries its own scope. By id, or by name together with its user. */
export interface ApplicationCredentialAuth extends User {
  readonly auth_type: 'v3applicationcredential';
  readonly auth_url: string;
  readonly application_credential_id?: string | undefined;
  readonly application_credential_name?: string | undefined;
  readonly application_credential_secret: Secret;
}

/** Ironic without Keystone; `endpoint` is Ironic's. */
export interface NoAuth {
  readonly auth_type: 'none';
  readonly endpoint?: string | undefined;
}

export interface BasicAuth {
  readonly auth_type: 'http_basic';
  readonly endpoint?: string | undefined;
  readonly username: string;
  readonly password: Secret;
}

export type Auth = PasswordAuth | TokenAuth | ApplicationCredentialAuth | NoAuth | BasicAuth;

/** One cloud, ready to be talked to. Nothing in it prints a secret. */
export interface CloudConfig {
  readonly name: string;
  readonly auth: Auth;
  readonly region_name?: string | undefined;
  readonly interface: 'public' | 'internal' | 'admin';
  /** False accepts any certificate. */
  readonly verify: boolean;
  /** PEM text of `cacert`'s file. */
  readonly ca?: string | undefined;
  readonly endpoint_override: Readonly<Partial<Record<ServiceName, string>>>;
  /** Services that this cloud is said not to have, by openstacksdk's own `has_<type>: false`. */
  readonly absent: readonly ServiceName[];
  /** For one read, from asking for its turn to the last byte. */
  readonly api_timeout_ms: number;
  /** Requests under way at once per service. */
  readonly max_concurrent: number;
}

export const DEFAULT_API_TIMEOUT_MS = 10_000;
export const DEFAULT_MAX_CONCURRENT = 8;
