import type { IncomingHttpHeaders } from 'node:http';
import { createAgenda } from './agenda.ts';
import { layBase } from './base.ts';
import { cloudsYaml, environment, writerYaml } from './clouds-yaml.ts';
import { type Certificate, createFaultBoard, type Faults } from './faults.ts';
import { createGlance } from './glance/service.ts';
import { ironicRange } from './ironic/api-version.ts';
import { createIronic } from './ironic/service.ts';
import { catalog, type ServiceUrls } from './keystone/catalog.ts';
import { createKeystone } from './keystone/service.ts';
import { createTokenStore } from './keystone/tokens.ts';
import { type Effect, type Listener, type LoggedRequest, listen } from './listener.ts';
import { layLogs } from './logs/lay-logs.ts';
import { streamSelector, streamsOf } from './logs/oslo.ts';
import { type SimulatedLoki, startLoki } from './loki/server.ts';
import { createNeutron } from './neutron/service.ts';
import { createNova } from './nova/service.ts';
import { track } from './placement/resource-tracker.ts';
import { createPlacement } from './placement/service.ts';
import { pulse } from './pulse.ts';
import { type Service, type ServiceName, serviceNames } from './reply.ts';
import type { Scenario } from './scenario.ts';
import { scenarios as allScenarios } from './scenarios.ts';
import { createSite } from './site.ts';
import { type Standalone, standaloneEnvironment, standaloneYaml, strangerOrOperator } from './standalone.ts';
import { type CloudState, emptyState } from './state.ts';
import { logsContainer } from './swift/containers.ts';
import { accountPath, createSwift } from './swift/service.ts';

export interface SimulationOptions {
  readonly host?: '127.0.0.1';
  /** Port of Keystone; the other services take the following ones. Without it all take any free port. */
  readonly port?: number;
  readonly clock?: () => Date;
  /** What is wrong in the cloud; all scenarios by default. */
  readonly scenarios?: readonly Scenario[];
  /** So many further healthy nodes, for benches. */
  readonly fleet?: number;
  /** Swift is in the catalogue; many a bare metal cloud has none. */
  readonly objectStore?: boolean;
  /** A Loki stands beside the cloud and holds what its services wrote. */
  readonly loki?: boolean;
  /** Highest Ironic API version, `1.82` by default. */
  readonly ironicMaximum?: string;
  /** Ironic alone, without Keystone and the others: open to everybody, or with the user and password of `standaloneUser`. */
  readonly standalone?: Standalone;
  /** All of it behind TLS, with a certificate for 127.0.0.1 that the CA in this file has signed. */
  readonly tls?: Certificate & { readonly caFile: string };
}

export interface RequestLog extends ReadonlyArray<LoggedRequest> {
  clear(): void;
}

export interface EffectLog extends ReadonlyArray<Effect> {
  clear(): void;
}

export interface SimulatedCloud {
  /** Of Keystone; ends with `/v3`. */
  readonly url: string;
  readonly urls: ServiceUrls;
  /** The text of a clouds.yaml with a cloud named `demo`. */
  cloudsYaml(): string;
  readonly env: Record<string, string>;
  /** The text of a clouds.yaml with nothing but `demo-writer`, to stand beside `env`; undefined where there is no Keystone. */
  readonly writerYaml: string | undefined;
  /** `[agent]deploy_logs_swift_container` of its conductors; undefined where Swift is not in the catalogue. */
  readonly logsContainer: string | undefined;
  /** The Loki beside the cloud, and which of its streams are the services' own. */
  readonly loki: { readonly url: string; readonly selector: string } | undefined;
  /** Every request to OpenStack so far, as it arrived. */
  readonly requests: RequestLog;
  /** Every change that was carried out, answered or not. */
  readonly effects: EffectLog;
  /** The most requests that a user ever had under way at once with a service, by `<service> <user>`. */
  readonly most: ReadonlyMap<string, number>;
  /** The cloud's contents, for tests to look at and poke. */
  readonly state: CloudState;
  readonly faults: Faults;
  readonly scenarios: readonly Scenario[];
  /** Moves simulated time on by so many milliseconds and lets happen what is due. */
  advance(ms: number): void;
  close(): Promise<void>;
}

class Log<T> extends Array<T> {
  // `filter` and `map` shall make plain arrays.
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
  clear(): void {
    this.length = 0;
  }
}

/** How far simulated time moves between two rounds of nova-compute and of heartbeats, milliseconds. */
const roundLength = 10_000;

/** Starts a simulated OpenStack on loopback: seven HTTP servers that speak the wire formats of the real services. */
export async function startSimulatedCloud(options: SimulationOptions = {}): Promise<SimulatedCloud> {
  const clock = options.clock ?? (() => new Date());
  const scenarios = options.scenarios ?? allScenarios;
  const start = clock().getTime();
  let offset = 0;
  const now = () => clock().getTime() + offset;

  const state = emptyState();
  const agenda = createAgenda();
  const site = createSite(state, agenda, start);
  layBase(state, start);
  for (const scenario of scenarios) scenario.build(site);
  layLogs(site);
  for (let i = 1; i <= (options.fleet ?? 0); i += 1)
    site.node({ name: `fleet-${String(i).padStart(5, '0')}` });
  track(state);

  let settled = start;
  const settle = () => {
    const until = now();
    if (until - settled > 0) agenda.settle(until);
    if (until - settled >= roundLength) {
      settled = until;
      pulse(state, until);
      track(state);
    }
  };

  const tokens = createTokenStore();
  const listeners = new Map<ServiceName, Listener>();
  let presented: Certificate | undefined;
  const board = createFaultBoard({
    expireTokens: () => tokens.revokeAll(),
    changed: (service) => {
      for (const [name, listener] of listeners) if (service === 'all' || service === name) listener.release();
    },
    refuse: (service) => listeners.get(service)?.refuse(),
    certificate: (other) => {
      if (presented === other) return;
      presented = other;
      for (const listener of listeners.values()) listener.present(other);
    },
    healed: () => {
      for (const listener of listeners.values()) listener.accept();
    },
  });

  const base = (name: ServiceName) => listeners.get(name)?.base ?? '';
  const urls = (): ServiceUrls => ({
    keystone: `${base('keystone')}/v3`,
    ironic: base('ironic'),
    nova: `${base('nova')}/v2.1`,
    placement: base('placement'),
    neutron: base('neutron'),
    glance: base('glance'),
    swift: `${base('swift')}${accountPath}`,
  });
  const keystoneUrl = () => urls().keystone;
  const services: { readonly [name in ServiceName]: Service } = {
    keystone: createKeystone({
      tokens,
      tokenLifetime: () => board.faults.tokenLifetime,
      catalog: () =>
        catalog(
          urls(),
          board.faults.catalogInterfaces,
          (name) => board.missingFromCatalog(name) || (name === 'swift' && !options.objectStore),
        ),
    }),
    ironic: createIronic({
      state,
      agenda,
      range: ironicRange(options.ironicMaximum ?? '1.82'),
      standalone: options.standalone,
      keystoneUrl,
    }),
    nova: createNova({ state, keystoneUrl }),
    placement: createPlacement({ state, keystoneUrl }),
    neutron: createNeutron({ state, keystoneUrl }),
    glance: createGlance({ state, keystoneUrl }),
    swift: createSwift({ state }),
  };

  const requests = new Log<LoggedRequest>();
  const effects = new Log<Effect>();
  const most = new Map<string, number>();
  let loki: SimulatedLoki | undefined;
  const close = async () => {
    await Promise.all([...listeners.values(), ...(loki ? [loki] : [])].map((one) => one.close()));
  };
  try {
    for (const [index, name] of serviceNames.entries()) {
      if (options.standalone && name !== 'ironic') continue;
      const context = {
        name,
        board,
        tls: options.tls,
        now,
        settle,
        tokenFor(headers: IncomingHttpHeaders) {
          if (options.standalone) return strangerOrOperator(options.standalone, headers, now());
          const id = headers['x-auth-token'];
          return typeof id === 'string' ? tokens.find(id, now()) : undefined;
        },
        log: (request: LoggedRequest) => {
          requests.push(request);
        },
        effect: (effect: Effect) => {
          effects.push(effect);
        },
        underWay: (user: string, count: number) => {
          const key = `${name} ${user}`;
          most.set(key, Math.max(most.get(key) ?? 0, count));
        },
      };
      const port = options.port ? options.port + index : 0;
      listeners.set(name, await listen(context, services[name], options.host ?? '127.0.0.1', port));
    }
    if (options.loki) {
      const port = options.port ? options.port + serviceNames.length : 0;
      loki = await startLoki(() => streamsOf(state.log, now()), { port });
    }
  } catch (error) {
    await close();
    throw error;
  }

  const url = keystoneUrl();
  const ca = options.tls?.caFile;
  return {
    url,
    urls: urls(),
    cloudsYaml: () =>
      options.standalone ? standaloneYaml(options.standalone, urls().ironic) : cloudsYaml(url, ca),
    env: options.standalone ? standaloneEnvironment(options.standalone, urls().ironic) : environment(url, ca),
    writerYaml: options.standalone ? undefined : writerYaml(url, ca),
    logsContainer: options.objectStore && !options.standalone ? logsContainer : undefined,
    loki: loki && { url: loki.url, selector: streamSelector },
    requests,
    effects,
    most,
    state,
    faults: board.faults,
    scenarios,
    advance(ms) {
      offset += ms;
      settle();
    },
    close,
  };
}
