import { z } from 'zod';
import {
  type ApplicationCredential,
  applicationCredentials,
  domain,
  projects,
  type RoleName,
  type User,
  users,
} from './identities.ts';
import type { Scope, Token } from './tokens.ts';

const DomainRef = z.object({ id: z.string().optional(), name: z.string().optional() });
const UserRef = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  domain: DomainRef.optional(),
  password: z.string().optional(),
});
const ScopeRef = z.union([
  z.literal('unscoped'),
  z.object({
    unscoped: z.object({}).optional(),
    system: z.object({ all: z.boolean() }).optional(),
    domain: DomainRef.optional(),
    project: z
      .object({ id: z.string().optional(), name: z.string().optional(), domain: DomainRef.optional() })
      .optional(),
  }),
]);
const AuthBody = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).min(1),
      password: z.object({ user: UserRef }).optional(),
      token: z.object({ id: z.string() }).optional(),
      application_credential: z
        .object({
          id: z.string().optional(),
          name: z.string().optional(),
          secret: z.string(),
          user: UserRef.optional(),
        })
        .optional(),
    }),
    scope: ScopeRef.optional(),
  }),
});
type Identity = z.infer<typeof AuthBody>['auth']['identity'];

export type Authenticated =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'refused' }
  | {
      readonly kind: 'accepted';
      readonly user: User;
      readonly scope: Scope;
      readonly roles: readonly RoleName[];
      readonly methods: readonly string[];
      /** Set when a token was exchanged: the new one ends with the old one. */
      readonly endsAt?: number;
    };

function isOurs(ref: z.infer<typeof DomainRef> | undefined): boolean {
  return ref === undefined || ref.id === domain.id || ref.name === domain.name;
}

function findUser(ref: z.infer<typeof UserRef>): User | undefined {
  return users.find((user) => user.id === ref.id || (user.name === ref.name && isOurs(ref.domain)));
}

function findCredential(
  ref: NonNullable<Identity['application_credential']>,
): ApplicationCredential | undefined {
  return applicationCredentials.find(
    (known) =>
      known.secret === ref.secret &&
      (known.id === ref.id ||
        (known.name === ref.name && known.userName === (ref.user && findUser(ref.user))?.name)),
  );
}

function scopeFor(ref: z.infer<typeof ScopeRef> | undefined): Scope | undefined {
  if (ref === undefined || ref === 'unscoped' || ref.unscoped) return { kind: 'unscoped' };
  if (ref.system) return ref.system.all ? { kind: 'system' } : undefined;
  if (ref.domain) return isOurs(ref.domain) ? { kind: 'domain' } : undefined;
  const wanted = ref.project;
  const project = Object.values(projects).find(
    (known) => known.id === wanted?.id || known.name === wanted?.name,
  );
  return project && isOurs(wanted?.domain) ? { kind: 'project', project } : undefined;
}

function rolesIn(user: User, scope: Scope): readonly RoleName[] {
  if (scope.kind === 'unscoped') return [];
  return user.roles[scope.kind === 'project' ? scope.project.id : scope.kind] ?? [];
}

/** Judges the body of `POST /v3/auth/tokens`. `findToken` serves the `token` method. */
export function authenticate(body: unknown, findToken: (id: string) => Token | undefined): Authenticated {
  const parsed = AuthBody.safeParse(body);
  if (!parsed.success) return { kind: 'malformed' };
  const { identity, scope: scopeRef } = parsed.data.auth;
  const methods = identity.methods;

  if (methods.includes('application_credential')) {
    const credential = identity.application_credential && findCredential(identity.application_credential);
    // An application credential carries its scope; asking for another one is refused.
    if (!credential || scopeRef !== undefined) return { kind: 'refused' };
    const user = users.find((known) => known.name === credential.userName);
    const project = Object.values(projects).find((known) => known.id === credential.projectId);
    if (!user || !project) return { kind: 'refused' };
    return { kind: 'accepted', user, scope: { kind: 'project', project }, roles: credential.roles, methods };
  }

  const scope = scopeFor(scopeRef);
  if (!scope) return { kind: 'refused' };
  let user: User | undefined;
  let endsAt: number | undefined;
  if (methods.includes('password') && identity.password) {
    const found = findUser(identity.password.user);
    if (found && found.password === identity.password.user.password) user = found;
  } else if (methods.includes('token') && identity.token) {
    const token = findToken(identity.token.id);
    user = token?.user;
    endsAt = token?.expiresAt;
  }
  if (!user) return { kind: 'refused' };
  const roles = rolesIn(user, scope);
  if (scope.kind !== 'unscoped' && roles.length === 0) return { kind: 'refused' };
  return { kind: 'accepted', user, scope, roles, methods, ...(endsAt === undefined ? {} : { endsAt }) };
}
