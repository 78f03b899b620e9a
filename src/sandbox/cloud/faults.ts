import type { ServiceName } from './reply.ts';

/** What goes wrong with a service at the moment. At most one kind of trouble at a time; a delay comes on top. */
export type Trouble =
  | { readonly kind: 'hang' }
  | { readonly kind: 'down' }
  | { readonly kind: 'status'; readonly code: number; readonly body: unknown; readonly retryAfter?: number }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'truncate' }
  | { readonly kind: 'huge'; readonly bytes: number };

/** What happens to requests that change something, while reads go on as ever. */
export interface WriteTrouble {
  /** Whether it is carried out before its answer goes wrong. */
  readonly done: boolean;
  /** `lost`: the socket is destroyed. `never`: no answer comes. Or this status, by default with a proxy's page. */
  readonly answer: 'lost' | 'never' | { readonly code: number; readonly body?: unknown };
  /** For so many requests; all when absent. */
  readonly times?: number;
}

/** PEM texts. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** The switches. All of them act on requests that arrive afterwards; `down` and `heal` also end the ones that hang. */
export interface Faults {
  /** Milliseconds of real time that every answer waits, for one service or for all. */
  delay(ms: number, service?: ServiceName): void;
  /** Accepts connections and never answers. */
  hang(service: ServiceName): void;
  /** Destroys the sockets, as a dead process or a dropped port does. */
  down(service: ServiceName): void;
  /** Nobody listens any more: whoever connects is refused. */
  refuse(service: ServiceName): void;
  /** All services of a cloud behind TLS present this one from now on; connections that stand are ended. */
  certificate(other: Certificate): void;
  /** Answers every request with this status; without a body, an HTML page as a proxy sends it. */
  status(service: ServiceName, code: number, body?: unknown): void;
  /** 200 with a body that claims to be JSON and is not. */
  garbage(service: ServiceName): void;
  /** Announces the whole body, sends half of it and destroys the socket. */
  truncate(service: ServiceName): void;
  /** Valid JSON with so many bytes of white space before it. */
  huge(service: ServiceName, bytes: number): void;
  /** 503 with a Retry-After header in seconds; another code on wish, e.g. 429. */
  retryAfter(service: ServiceName, seconds: number, code?: number): void;
  /** Only what is no GET or HEAD, e.g. carried out without an answer ever coming. */
  writes(service: ServiceName, trouble: WriteTrouble): void;
  /** Every token handed out so far stops to be valid. */
  expireTokens(): void;
  /** Milliseconds that new tokens live. */
  tokenLifetime: number;
  /** New tokens' catalogues lack the service. */
  removeFromCatalog(service: ServiceName): void;
  /** New tokens' catalogues have no endpoints but these. */
  catalogInterfaces: readonly string[];
  /** Everything works again; tokens that expired stay so. */
  heal(): void;
}

export const defaultTokenLifetime = 24 * 60 * 60 * 1000;

const allInterfaces = ['internal', 'public', 'admin'] as const;

/** The switches together with what the listeners and Keystone ask them. */
export interface FaultBoard {
  readonly faults: Faults;
  troubleOf(service: ServiceName): Trouble | undefined;
  /** For one write; a trouble for so many requests is one less afterwards. */
  writeTroubleOf(service: ServiceName): WriteTrouble | undefined;
  delayOf(service: ServiceName): number;
  missingFromCatalog(service: ServiceName): boolean;
}

/** What happens to the listeners, as the switches want it. */
export interface FaultWires {
  expireTokens(): void;
  /** Of this service something changed: requests that hang there are let go. */
  changed(service: ServiceName | 'all'): void;
  /** Stops to listen. */
  refuse(service: ServiceName): void;
  /** Undefined: the one that it began with. */
  certificate(other: Certificate | undefined): void;
  /** Whoever does not listen listens again. */
  healed(): void;
}

export function createFaultBoard(wires: FaultWires): FaultBoard {
  const troubles = new Map<ServiceName, Trouble>();
  const writes = new Map<ServiceName, { readonly trouble: WriteTrouble; left: number }>();
  const delays = new Map<ServiceName, number>();
  const missing = new Set<ServiceName>();
  let delayOfAll = 0;
  const set = (service: ServiceName, trouble: Trouble) => {
    troubles.set(service, trouble);
    wires.changed(service);
  };
  const faults: Faults = {
    tokenLifetime: defaultTokenLifetime,
    catalogInterfaces: allInterfaces,
    delay(ms, service) {
      if (service) delays.set(service, ms);
      else delayOfAll = ms;
    },
    hang: (service) => set(service, { kind: 'hang' }),
    down: (service) => set(service, { kind: 'down' }),
    refuse: wires.refuse,
    certificate: wires.certificate,
    status: (service, code, body) => set(service, { kind: 'status', code, body }),
    garbage: (service) => set(service, { kind: 'garbage' }),
    truncate: (service) => set(service, { kind: 'truncate' }),
    huge: (service, bytes) => set(service, { kind: 'huge', bytes }),
    retryAfter: (service, seconds, code = 503) =>
      set(service, { kind: 'status', code, body: undefined, retryAfter: seconds }),
    writes: (service, trouble) => {
      writes.set(service, { trouble, left: trouble.times ?? Number.POSITIVE_INFINITY });
    },
    expireTokens: wires.expireTokens,
    removeFromCatalog: (service) => {
      missing.add(service);
    },
    heal() {
      troubles.clear();
      writes.clear();
      delays.clear();
      missing.clear();
      delayOfAll = 0;
      faults.tokenLifetime = defaultTokenLifetime;
      faults.catalogInterfaces = allInterfaces;
      wires.changed('all');
      wires.certificate(undefined);
      wires.healed();
    },
  };
  return {
    faults,
    troubleOf: (service) => troubles.get(service),
    writeTroubleOf(service) {
      const found = writes.get(service);
      if (!found || found.left <= 0) return undefined;
      found.left -= 1;
      return found.trouble;
    },
    delayOf: (service) => delays.get(service) ?? delayOfAll,
    missingFromCatalog: (service) => missing.has(service),
  };
}
