import { ServiceError } from '../core/errors.ts';
import { detailOf, errorOf, type HttpAnswer } from './answers.ts';
import type { HttpRequest } from './http.ts';
import { type Responder, titleOf } from './services.ts';

/** `1.72` as [1, 72]: versions are not decimal numbers, 1.9 is older than 1.10. */
type Version = readonly [major: number, minor: number];

export interface VersionRange {
  readonly minimum: string | undefined;
  readonly maximum: string;
}

function parse(version: string | undefined): Version | undefined {
  const match = /^\s*(\d{1,6})\.(\d{1,6})\s*$/.exec(version ?? '');
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

/** Negative when `a` is older than `b`. Both must be versions. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parse(a) ?? [0, 0], parse(b) ?? [0, 0]];
  return x[0] - y[0] || x[1] - y[1];
}

/** How a service spells versions in headers. */
export interface VersionDialect {
  readonly service: Responder;
  readonly newest: string;
  request(version: string): Readonly<Record<string, string>>;
  /** A harmless read that tells the range on its own, for answers that do not and for what must not be sent twice. */
  readonly discovery: string;
  /** What a successful answer to `latest` says. */
  range(headers: Readonly<Record<string, string>>): VersionRange | undefined;
}

const IRONIC = 'x-openstack-ironic-api';

/** openstack/ironic ironic/api/controllers/base.py: every answer of a controller states the range. */
export function ironicDialect(newest: string): VersionDialect {
  return {
    service: 'ironic',
    newest,
    discovery: '/v1',
    request: (version) => ({ 'X-OpenStack-Ironic-API-Version': version }),
    range(headers) {
      const maximum = headers[`${IRONIC}-maximum-version`];
      return maximum && parse(maximum)
        ? { minimum: headers[`${IRONIC}-minimum-version`], maximum }
        : undefined;
    },
  };
}

/**
 * openstack/nova nova/api/openstack/wsgi.py and openstack/placement placement/microversion.py: an answer states the
 * version used, which is the maximum when `latest` was asked for.
 */
export function standardDialect(service: Responder, type: string, newest: string): VersionDialect {
  const used = new RegExp(`(?:^|,)\\s*${type}\\s+(\\d+\\.\\d+)`);
  return {
    service,
    newest,
    // Nova's own root is not there below a project's address (`/v2.1/<project>`), its flavors are, for everybody.
    discovery: service === 'nova' ? '/flavors?limit=1' : '/',
    request: (version) => ({ 'OpenStack-API-Version': `${type} ${version}` }),
    range(headers) {
      const maximum = used.exec(headers['openstack-api-version'] ?? '')?.[1];
      return maximum ? { minimum: undefined, maximum } : undefined;
    },
  };
}

/**
 * Agrees with one service on a version without a request of its own: the first requests ask for `latest`, whose answers
 * tell the range, and from then on the newest that both sides know is asked for.
 */
export interface Negotiator {
  headers(): Readonly<Record<string, string>>;
  range(): VersionRange | undefined;
  /** What is pinned: the newest that both sides know; undefined until the range is known. */
  agreed(): string | undefined;
  readonly dialect: VersionDialect;
  /** Takes in an answer to a request that was sent with `sent`. */
  learn(answer: HttpAnswer, sent: Readonly<Record<string, string>>): void;
  /** Whether an answer is "not that version", which is then worth one repetition because the range is known now. */
  refused(answer: HttpAnswer): boolean;
  /** Undefined until the range is known. */
  reaches(version: string): boolean | undefined;
}

export function createNegotiator(dialect: VersionDialect): Negotiator {
  let range: VersionRange | undefined;
  const agreed = () => {
    if (!range) return undefined;
    return compareVersions(range.maximum, dialect.newest) < 0 ? range.maximum : dialect.newest;
  };
  return {
    dialect,
    headers: () => dialect.request(agreed() ?? 'latest'),
    range: () => range,
    agreed,
    learn(answer, sent) {
      const asksLatest = Object.values(sent).some((value) => value.endsWith('latest'));
      const stated = dialect.range(answer.headers);
      // A pinned request is answered with the pinned version, which says nothing about the maximum.
      if (stated && answer.status !== 406 && (asksLatest || dialect.service === 'ironic')) range = stated;
    },
    refused(answer) {
      if (answer.status !== 406) return false;
      const stated = rangeOfRefusal(answer, dialect);
      const before = range?.maximum;
      if (stated) range = stated;
      return stated !== undefined && stated.maximum !== before;
    },
    reaches: (version) => (range ? compareVersions(range.maximum, version) >= 0 : undefined),
  };
}

/** Asks for the range where it is not known yet. Throws what keeps the service from telling it. */
export async function learnRange(
  versions: Negotiator,
  ask: (request: Pick<HttpRequest, 'method' | 'headers'> & { path: string }) => Promise<HttpAnswer>,
): Promise<void> {
  if (versions.range() !== undefined) return;
  const { discovery: path, service } = versions.dialect;
  const headers = versions.headers();
  const answer = await ask({ method: 'GET', path, headers });
  versions.learn(answer, headers);
  if (versions.range() !== undefined) return;
  if (answer.status >= 400) throw errorOf(service, answer);
  throw new ServiceError(`${titleOf(service)} does not tell its API versions`, {
    code: 'bad-answer',
    service,
  });
}

/** From headers (Ironic), from Placement's fields, or from the sentence all of them write. */
function rangeOfRefusal(answer: HttpAnswer, dialect: VersionDialect): VersionRange | undefined {
  if (dialect.service === 'ironic') {
    const stated = dialect.range(answer.headers);
    if (stated) return stated;
  }
  const fields = JSON.stringify(answer.body ?? '');
  const maximum = /\\{0,8}"max_version\\{0,8}":\s{0,8}\\{0,8}"(\d{1,6}\.\d{1,6})/.exec(fields)?.[1];
  if (maximum) return { minimum: undefined, maximum };
  const words = detailOf(answer.body) ?? '';
  const [, minimum, stated] =
    /range is: \[(\d+\.\d+), (\d+\.\d+)\]/.exec(words) ??
    /Minimum is (\d+\.\d+) and maximum is (\d+\.\d+)/.exec(words) ??
    [];
  return stated === undefined ? undefined : { minimum, maximum: stated };
}

/** `node history needs Ironic API 1.78, this cloud has 1.72`. */
export function tooOld(
  service: Responder,
  ability: string,
  needed: string,
  range: VersionRange | undefined,
): ServiceError {
  const has = range ? `, this cloud has ${range.maximum}` : '';
  const words = `${ability} needs ${titleOf(service)} API ${needed}${has}`;
  return new ServiceError(words, { code: 'version-too-old', service });
}
