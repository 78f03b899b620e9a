import { plainIdFrom } from '../ids.ts';
import { type Call, htmlError, ok, type Reply, type Service } from '../reply.ts';
import { type Route, route } from '../router.ts';
import { authenticate } from './authenticate.ts';
import { domain, projects } from './identities.ts';
import type { Token, TokenStore } from './tokens.ts';

export interface KeystoneContext {
  readonly tokens: TokenStore;
  tokenLifetime(): number;
  catalog(): unknown[];
}

function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.000000Z`;
}

function error(status: number, title: string, message: string): Reply {
  return { status, body: { error: { code: status, message, title } } };
}

function refused(call: Call): Reply {
  return {
    ...error(401, 'Unauthorized', 'The request you have made requires authentication.'),
    headers: { 'WWW-Authenticate': `Keystone uri="${call.base}/v3"` },
  };
}

function version(call: Call) {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${call.base}/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  };
}

function tokenBody(token: Token, services: unknown[]) {
  const scope = token.scope;
  return {
    token: {
      methods: token.methods,
      user: { domain, id: token.user.id, name: token.user.name, password_expires_at: null },
      audit_ids: [token.auditId],
      expires_at: time(token.expiresAt),
      issued_at: time(token.issuedAt),
      ...(scope.kind === 'project' ? { project: { domain, ...scope.project }, is_domain: false } : {}),
      ...(scope.kind === 'domain' ? { domain } : {}),
      ...(scope.kind === 'unscoped'
        ? {}
        : { roles: token.roles.map((name) => ({ id: plainIdFrom(`role-${name}`), name })) }),
      ...(scope.kind === 'system' ? { system: { all: true } } : {}),
      ...(scope.kind === 'unscoped' ? {} : { catalog: services }),
    },
  };
}

/** Keystone v3 as far as clients need it: discovery, tokens by password, token and application credential, catalogue. */
export function createKeystone(context: KeystoneContext): Service {
  const issue = (call: Call): Reply => {
    const result = authenticate(call.body, (id) => context.tokens.find(id, call.now));
    if (result.kind === 'malformed') {
      return error(
        400,
        'Bad Request',
        'Expecting to find auth in request body. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.',
      );
    }
    if (result.kind === 'refused') return refused(call);
    const token = context.tokens.issue({
      methods: result.methods,
      user: result.user,
      scope: result.scope,
      roles: result.roles,
      issuedAt: call.now,
      expiresAt: result.endsAt ?? call.now + context.tokenLifetime(),
    });
    return {
      status: 201,
      headers: { 'X-Subject-Token': token.id },
      body: tokenBody(token, context.catalog()),
    };
  };

  const show = (call: Call): Reply => {
    if (!call.token) return refused(call);
    const id = call.headers['x-subject-token'];
    const token = typeof id === 'string' ? context.tokens.find(id, call.now) : undefined;
    if (!token) return error(404, 'Not Found', 'Could not find token: the token is not valid.');
    return {
      status: 200,
      headers: { 'X-Subject-Token': token.id },
      body: tokenBody(token, context.catalog()),
    };
  };

  const withToken = (answer: (call: Call, token: Token) => unknown) => (call: Call) =>
    call.token ? ok(answer(call, call.token)) : refused(call);

  const routes: readonly Route[] = [
    [
      'GET',
      '/',
      (call) => ({
        status: 300,
        headers: { Location: `${call.base}/v3/` },
        body: { versions: { values: [version(call)] } },
      }),
    ],
    ['GET', '/v3', (call) => ok({ version: version(call) })],
    ['POST', '/v3/auth/tokens', issue],
    ['GET', '/v3/auth/tokens', show],
    [
      'DELETE',
      '/v3/auth/tokens',
      (call) => {
        if (!call.token) return refused(call);
        context.tokens.revoke(String(call.headers['x-subject-token'] ?? ''));
        return { status: 204 };
      },
    ],
    [
      'GET',
      '/v3/auth/catalog',
      withToken((call, token) => ({
        catalog: token.scope.kind === 'unscoped' ? [] : context.catalog(),
        links: { self: `${call.base}/v3/auth/catalog` },
      })),
    ],
    [
      'GET',
      '/v3/auth/system',
      withToken((call, token) => ({
        system: token.user.roles['system'] ? [{ all: true }] : [],
        links: { self: `${call.base}/v3/auth/system` },
      })),
    ],
    [
      'GET',
      '/v3/auth/projects',
      withToken((call, token) => ({
        projects: Object.values(projects)
          .filter((project) => token.user.roles[project.id])
          .map((project) => ({
            ...project,
            domain_id: domain.id,
            description: '',
            enabled: true,
            parent_id: domain.id,
            is_domain: false,
            tags: [],
            options: {},
            links: { self: `${call.base}/v3/projects/${project.id}` },
          })),
        links: { next: null, self: `${call.base}/v3/auth/projects`, previous: null },
      })),
    ],
  ];
  return (call) => {
    const reply = route(routes, call, () =>
      htmlError(404, 'Not Found', 'The requested URL was not found on the server.'),
    );
    return {
      ...reply,
      headers: { Vary: 'X-Auth-Token', 'x-openstack-request-id': call.requestId, ...reply.headers },
    };
  };
}
