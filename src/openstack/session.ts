import { ServiceError } from '../core/errors.ts';
import { errorOf, type HttpAnswer, requestIdOf } from './answers.ts';
import { endpointOf } from './catalog.ts';
import type { Auth, CloudConfig } from './config.ts';
import { type Clock, type Deadline, startDeadline } from './deadline.ts';
import type { Http, HttpRequest } from './http.ts';
import { type CatalogEntry, type Holder, holderOf, loginBody, TokenBodySchema } from './keystone.ts';
import { baseOf, SERVICE_NAMES, type ServiceName } from './services.ts';

export interface SessionRequest extends Omit<HttpRequest, 'url'> {
  /** After the service's base, with its query. */
  readonly path: string;
}

/** One identity at one cloud. The token lives in here and is nowhere to be seen. */
export interface Session {
  /** Sends with this identity; logs in first when need be, and once again when the service says 401. */
  send(service: ServiceName, request: SessionRequest, deadline: Deadline): Promise<HttpAnswer>;
  /** Throws `not-deployed`, `not-in-catalog` and whatever keeps us from logging in. */
  endpoint(service: ServiceName, deadline: Deadline): Promise<string>;
  /** Who we are to Keystone; undefined where there is none. Throws whatever keeps us from logging in. */
  holder(deadline: Deadline): Promise<Holder | undefined>;
}

interface Token {
  readonly value: string;
  /** Undefined for a token without scope. */
  readonly catalog: readonly CatalogEntry[] | undefined;
  readonly holder: Holder;
  /** Milliseconds since the epoch by our clock; a little before its end. */
  readonly until: number;
}

/** A token is replaced five minutes before its end, or when a tenth of its life is left. */
const MARGIN_MS = 300_000;

/**
 * So long a refused login is not repeated: one question causes many reads, and Keystone locks users out after a few
 * wrong passwords (openstack/keystone keystone/conf/security_compliance.py, lockout_failure_attempts).
 */
const REFUSED_MS = 10_000;

export function createSession(config: CloudConfig, http: Http, clock: Clock): Session {
  const { auth } = config;
  let token: Token | undefined;
  let login: Promise<Token> | undefined;
  let refused: { readonly error: ServiceError; readonly until: number } | undefined;

  async function askForToken(first: Deadline): Promise<Token> {
    if (auth.auth_type === 'none' || auth.auth_type === 'http_basic')
      throw new Error('there is no Keystone to ask');
    const asked = clock.now();
    // A login serves every read that waits for it, so that it has a deadline of its own.
    using deadline = startDeadline(config.api_timeout_ms, clock, { onRequest: first.onRequest });
    const url = `${baseOf('keystone', auth.auth_url)}/auth/tokens`;
    const request = { method: 'POST', url, headers: {}, json: loginBody(auth), harmless: true } as const;
    const answer = await http.send('keystone', request, deadline);
    if (answer.status < 200 || answer.status > 299)
      throw errorOf('keystone', withoutValues(answer, ownSecrets(auth)));
    const value = answer.headers['x-subject-token'];
    const parsed = TokenBodySchema.safeParse(answer.body);
    const expires = Date.parse(parsed.data?.token.expires_at ?? '');
    if (!value || !parsed.success || Number.isNaN(expires)) {
      const init = {
        code: 'bad-answer',
        service: 'keystone',
        requestId: requestIdOf(answer.headers),
      } as const;
      throw new ServiceError('Keystone answered, but with no token in it', init);
    }
    // Counted from when it was asked for: Keystone's clock and ours may differ by more than a token's life.
    const issued = Date.parse(parsed.data.token.issued_at ?? '');
    const life = Math.max(0, expires - (Number.isNaN(issued) ? asked : issued));
    const margin = Math.min(MARGIN_MS, life / 10);
    return {
      value,
      catalog: parsed.data.token.catalog ?? undefined,
      holder: holderOf(parsed.data),
      until: asked + life - margin,
    };
  }

  function addressOf(service: ServiceName, catalog: Token['catalog']): string {
    const elsewhere = config.endpoint_override[service] !== undefined || config.absent.includes(service);
    if (catalog !== undefined || elsewhere) return endpointOf(service, config, catalog ?? []);
    const words = `Keystone tells a login without scope no addresses; give cloud ${config.name} a project_name or system_scope: all`;
    throw new ServiceError(words, { code: 'not-in-catalog', service });
  }

  function currentToken(deadline: Deadline, used?: string): Promise<Token> {
    if (token && token.value !== used && clock.now() < token.until) return Promise.resolve(token);
    if (refused && clock.now() < refused.until) return Promise.reject(refused.error);
    login ??= askForToken(deadline)
      .then(
        (fresh) => {
          token = fresh;
          return fresh;
        },
        (error: unknown) => {
          if (error instanceof ServiceError && error.code === 'unauthorized')
            refused = { error, until: clock.now() + REFUSED_MS };
          throw error;
        },
      )
      .finally(() => {
        login = undefined;
      });
    return deadline.race('keystone', login);
  }

  async function send(
    service: ServiceName,
    request: SessionRequest,
    deadline: Deadline,
    used?: string,
  ): Promise<HttpAnswer> {
    const { path, ...rest } = request;
    if (auth.auth_type === 'none' || auth.auth_type === 'http_basic') {
      const url = endpointOf(service, standalone(config, auth.endpoint), []) + path;
      const proof = auth.auth_type === 'none' ? {} : basic(auth.username, auth.password.reveal());
      const answer = await http.send(
        service,
        { ...rest, url, headers: { ...rest.headers, ...proof } },
        deadline,
      );
      return withoutValues(answer, ownSecrets(auth));
    }
    const { value, catalog } = await currentToken(deadline, used);
    const url = addressOf(service, catalog) + path;
    const headers = { ...rest.headers, 'X-Auth-Token': value };
    const answer = await http.send(service, { ...rest, url, headers }, deadline);
    // Refused with a token that may have been revoked: a second opinion with a fresh one, and no third.
    if (answer.status === 401 && used === undefined) return send(service, request, deadline, value);
    return withoutValues(answer, [...ownSecrets(auth), value]);
  }

  return {
    send: (service, request, deadline) => send(service, request, deadline),
    async holder(deadline) {
      if (auth.auth_type === 'none' || auth.auth_type === 'http_basic') return undefined;
      return (await currentToken(deadline)).holder;
    },
    async endpoint(service, deadline) {
      if (auth.auth_type === 'none' || auth.auth_type === 'http_basic') {
        return endpointOf(service, standalone(config, auth.endpoint), []);
      }
      if (config.endpoint_override[service] !== undefined) return endpointOf(service, config, []);
      return addressOf(service, (await currentToken(deadline)).catalog);
    },
  };
}

/** Without Keystone there is Ironic, at the one address that is given, and whatever else has an address of its own. */
function standalone(config: CloudConfig, endpoint: string | undefined): CloudConfig {
  const endpoint_override = { ...(endpoint ? { ironic: endpoint } : {}), ...config.endpoint_override };
  const absent = SERVICE_NAMES.filter(
    (service) => service !== 'ironic' && endpoint_override[service] === undefined,
  );
  return { ...config, endpoint_override, absent };
}

function basic(username: string, password: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

function ownSecrets(auth: Auth): readonly string[] {
  if (auth.auth_type === 'none') return [];
  if (auth.auth_type === 'token') return [auth.token.reveal()];
  if (auth.auth_type === 'v3applicationcredential') return [auth.application_credential_secret.reveal()];
  return [auth.password.reveal()];
}

/** Shorter ones are words that errors need, such as a lab's password "admin". */
const SHORTEST_HIDDEN = 6;

/** A failing service, or a proxy, may repeat what we sent; by its value we know it wherever it stands. */
function withoutValues(answer: HttpAnswer, secrets: readonly string[]): HttpAnswer {
  if (answer.status < 400) return answer;
  const hidden = secrets.filter((value) => value.length >= SHORTEST_HIDDEN);
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return hidden.reduce((text, one) => text.replaceAll(one, '***'), value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
  };
  return { ...answer, body: clean(answer.body) };
}
