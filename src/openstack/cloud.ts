import { ServiceError } from '../core/errors.ts';
import type { Limits } from '../lib/limits.ts';
import type { CloudConfig } from './config.ts';
import { type Clock, startDeadline, systemClock } from './deadline.ts';
import { createGlanceClient, type GlanceClient } from './glance/client.ts';
import { createHttp } from './http.ts';
import { IRONIC_ABILITIES, IRONIC_ABILITY_WORDS, NEWEST_IRONIC } from './ironic/abilities.ts';
import { createIronicClient } from './ironic/client.ts';
import type { IronicClient } from './ironic/reads.ts';
import { ironicDialect, standardDialect } from './microversion.ts';
import { createNeutronClient, type NeutronClient } from './neutron/client.ts';
import { NEWEST_NOVA, NOVA_ABILITIES } from './nova/abilities.ts';
import { createNovaClient, type NovaClient } from './nova/client.ts';
import { createPlacementClient, NEWEST_PLACEMENT, type PlacementClient } from './placement/client.ts';
import { createServiceClient } from './service.ts';
import type { ServiceName } from './services.ts';
import { createSession } from './session.ts';
import { createSwiftClient, type SwiftClient } from './swift/client.ts';
import type { ReadOptions, RequestRecord } from './wire.ts';

export interface CloudDeps {
  /** The system's unless told. */
  readonly clock?: Clock | undefined;
  /** Where requests under way are counted; in this process alone unless told. */
  readonly limits?: Limits | undefined;
  /** Hears of every attempt, for counting what a diagnosis cost. */
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
}

/** One cloud. Nothing is asked until a read needs it. */
export interface Cloud {
  readonly name: string;
  readonly ironic: IronicClient;
  readonly nova: NovaClient;
  readonly placement: PlacementClient;
  readonly neutron: NeutronClient;
  readonly glance: GlanceClient;
  readonly swift: SwiftClient;
  /** Whether the cloud has the service at all, by configuration or catalogue. Throws when that cannot be told. */
  has(service: ServiceName, options?: ReadOptions): Promise<boolean>;
  /** Roles of the credential by name, as Keystone tells them; undefined where there is no Keystone. */
  roles(options?: ReadOptions): Promise<readonly string[] | undefined>;
  /** Requests that wait for their turn, by service. */
  waiting(): Readonly<Record<string, number>>;
  /** Closes idle connections, so that the process can end. */
  close(): void;
}

export function createCloud(config: CloudConfig, deps: CloudDeps = {}): Cloud {
  const { clock = systemClock, onRequest, limits } = deps;
  const { name, verify, ca, max_concurrent: maxConcurrent, api_timeout_ms: timeoutMs } = config;
  const http = createHttp({ cloud: name, verify, ca, maxConcurrent, limits, clock, onRequest });
  const session = createSession(config, http, clock);
  const common = { session, clock, timeoutMs };
  return {
    name,
    ironic: createIronicClient(
      createServiceClient({
        ...common,
        service: 'ironic',
        dialect: ironicDialect(NEWEST_IRONIC),
        abilities: IRONIC_ABILITIES,
        words: IRONIC_ABILITY_WORDS,
      }),
    ),
    nova: createNovaClient(
      createServiceClient({
        ...common,
        service: 'nova',
        dialect: standardDialect('nova', 'compute', NEWEST_NOVA),
        abilities: NOVA_ABILITIES,
      }),
    ),
    placement: createPlacementClient(
      createServiceClient({
        ...common,
        service: 'placement',
        dialect: standardDialect('placement', 'placement', NEWEST_PLACEMENT),
      }),
    ),
    neutron: createNeutronClient(createServiceClient({ ...common, service: 'neutron' })),
    glance: createGlanceClient(createServiceClient({ ...common, service: 'glance' })),
    swift: createSwiftClient({ ...common, http: createServiceClient({ ...common, service: 'swift' }) }),
    async has(service, options = {}) {
      using deadline = startDeadline(timeoutMs, clock, options);
      try {
        await session.endpoint(service, deadline);
        return true;
      } catch (error) {
        if (
          error instanceof ServiceError &&
          (error.code === 'not-deployed' || error.code === 'not-in-catalog')
        )
          return false;
        throw error;
      }
    },
    async roles(options = {}) {
      using deadline = startDeadline(timeoutMs, clock, options);
      return (await session.holder(deadline))?.roles;
    },
    waiting: () => http.waiting(),
    close: () => http.close(),
  };
}
