import { createMemo } from '../lib/memo.ts';
import type { HttpAnswer } from './answers.ts';
import type { CloudDeps } from './cloud.ts';
import type { CloudConfig } from './config.ts';
import { startDeadline, systemClock } from './deadline.ts';
import { createHttp } from './http.ts';
import { NEWEST_IRONIC } from './ironic/abilities.ts';
import type { Holder } from './keystone.ts';
import {
  createNegotiator,
  ironicDialect,
  learnRange,
  standardDialect,
  type VersionRange,
} from './microversion.ts';
import { NEWEST_NOVA } from './nova/abilities.ts';
import { NEWEST_PLACEMENT } from './placement/client.ts';
import type { ServiceName } from './services.ts';
import { createSession } from './session.ts';

/** A credential held up to the light: who it is, what it finds, what it is shown. Nothing is changed by it. */
export interface CredentialLook {
  /** Undefined where there is no Keystone. Throws whatever keeps us from logging in. */
  holder(): Promise<Holder | undefined>;
  /** Throws `not-deployed`, `not-in-catalog` and what keeps us from logging in. */
  endpoint(service: ServiceName): Promise<string>;
  /** Undefined for services without microversions. Throws what keeps the service from telling it. */
  range(service: ServiceName): Promise<VersionRange | undefined>;
  /** A read whatever its status, with the newest version that both sides know. Throws when no answer comes. */
  get(service: ServiceName, path: string): Promise<HttpAnswer>;
  /** Closes idle connections. */
  close(): void;
}

/** `config.api_timeout_ms` bounds each of the questions. */
export function openLook(config: CloudConfig, deps: CloudDeps = {}): CredentialLook {
  const { clock = systemClock, onRequest } = deps;
  const { name, verify, ca, max_concurrent: maxConcurrent, api_timeout_ms: timeoutMs } = config;
  const http = createHttp({ cloud: name, verify, ca, maxConcurrent, clock, onRequest });
  const session = createSession(config, http, clock);
  const versions = {
    ironic: createNegotiator(ironicDialect(NEWEST_IRONIC)),
    nova: createNegotiator(standardDialect('nova', 'compute', NEWEST_NOVA)),
    placement: createNegotiator(standardDialect('placement', 'placement', NEWEST_PLACEMENT)),
  };
  const versionsOf = (service: ServiceName) =>
    service in versions ? versions[service as keyof typeof versions] : undefined;

  const ranges = createMemo<VersionRange | undefined>();
  const range = (service: ServiceName) => ranges.get(service, () => askRange(service));
  async function askRange(service: ServiceName): Promise<VersionRange | undefined> {
    using deadline = startDeadline(timeoutMs, clock);
    const negotiator = versionsOf(service);
    if (negotiator) await learnRange(negotiator, (request) => session.send(service, request, deadline));
    return negotiator?.range();
  }

  return {
    range,
    async holder() {
      using deadline = startDeadline(timeoutMs, clock);
      return await session.holder(deadline);
    },
    async endpoint(service) {
      using deadline = startDeadline(timeoutMs, clock);
      return await session.endpoint(service, deadline);
    },
    async get(service, path) {
      await range(service);
      using deadline = startDeadline(timeoutMs, clock);
      const headers = versionsOf(service)?.headers() ?? {};
      return await session.send(service, { method: 'GET', path, headers }, deadline);
    },
    close: () => http.close(),
  };
}
