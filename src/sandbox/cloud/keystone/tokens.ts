import { randomBytes } from 'node:crypto';
import type { Project, RoleName, User } from './identities.ts';

export type Scope =
  | { readonly kind: 'unscoped' }
  | { readonly kind: 'system' }
  | { readonly kind: 'domain' }
  | { readonly kind: 'project'; readonly project: Project };

export interface Token {
  readonly id: string;
  readonly auditId: string;
  readonly methods: readonly string[];
  readonly user: User;
  readonly scope: Scope;
  readonly roles: readonly RoleName[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface TokenStore {
  issue(token: Omit<Token, 'id' | 'auditId'>): Token;
  /** The token, unless unknown, expired or revoked. */
  find(id: string, now: number): Token | undefined;
  revoke(id: string): void;
  revokeAll(): void;
}

/** An empty store. Tokens look like Fernet tokens and say nothing. */
export function createTokenStore(): TokenStore {
  const tokens = new Map<string, Token>();
  return {
    issue(fields) {
      const token: Token = {
        ...fields,
        id: `gAAAAA${randomBytes(120).toString('base64url')}`,
        auditId: randomBytes(16).toString('base64url'),
      };
      tokens.set(token.id, token);
      return token;
    },
    find(id, now) {
      const token = tokens.get(id);
      return token && now < token.expiresAt ? token : undefined;
    },
    revoke(id) {
      tokens.delete(id);
    },
    revokeAll() {
      tokens.clear();
    },
  };
}

/** Whether the token may change things. */
export function isAdmin(token: Token): boolean {
  return token.roles.includes('admin');
}

/**
 * Whether the token sees the whole cloud. Besides admins that is a reader in system scope; in Nova, Placement and
 * Neutron real clouds grant the latter by their policy files.
 */
export function seesEverything(token: Token): boolean {
  return isAdmin(token) || (token.scope.kind === 'system' && token.roles.includes('reader'));
}
