/**
 * Switches for trouble, flipped by tests and by a curious person. Counters run down by themselves; everything else stays
 * until it is switched off.
 */
export interface Faults {
  /** The next `calls` of a method are answered 429 with this Retry-After, in seconds. */
  rateLimit(method: string, calls: number, retryAfter?: number): void;
  /** The next `calls` of a method are answered with this HTTP status and no JSON. */
  answer(method: string, calls: number, status?: number): void;
  /** The next `calls` of a method are answered `{ ok: false, error }`. */
  refuse(method: string, calls: number, error: string): void;
  /** The next `calls` of a method are answered 200 with this in place of JSON; by default with a page, as a proxy sends it. */
  garble(method: string, calls: number, body?: string): void;
  /** The next `calls` of a method get no answer, and are not carried out; `heal` cuts them off. */
  hang(method: string, calls: number): void;
  /** Every call of a method takes this long, in milliseconds; 0 takes it away. `*` is every method. */
  latency(method: string, ms: number): void;
  /** True: the app's requests are cut off, and it cannot connect. What people and tools do goes on. */
  unreachable: boolean;
  /** The natural rate limits of the Web API; on unless switched off. */
  naturalLimits: boolean;
  /** False: user groups answer `plan_upgrade_required`, as on a free plan. */
  paidPlan: boolean;
  /** The next event is delivered twice, the second time marked as a retry, whatever the first ack says. */
  redeliverNext: boolean;
  /** The next click, command or modal is delivered twice, the same envelope on the next connection; Socket Mode alone. */
  redeliverNextAsk: boolean;
  /** False: every connection is told `link_disabled` in place of `hello`, as when the app's setting is switched off. */
  socketMode: boolean;
  /** Socket Mode sends the acks of slash commands and clicks nowhere: the person sees a timeout. */
  ignoreAcks: boolean;
  /** Everything works again. What hangs is cut off. */
  heal(): void;
}

/** What a call meets in place of its answer. */
export type Trouble =
  | { readonly status: number; readonly retryAfter?: number }
  | { readonly error: string }
  | { readonly page: string }
  | { readonly hang: true };

export interface FaultState extends Faults {
  /** What a call of this method meets now; takes one off the counters. */
  meet(method: string): Trouble | undefined;
  delay(method: string): number;
  /** Resolves with the next `heal`. */
  healed(): Promise<void>;
}

const PROXYS_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to go on.</body></html>';

const SWITCHES = {
  unreachable: false,
  naturalLimits: true,
  paidPlan: true,
  redeliverNext: false,
  redeliverNextAsk: false,
  socketMode: true,
  ignoreAcks: false,
};

export function createFaults(): FaultState {
  const troubles = new Map<string, { calls: number; readonly trouble: Trouble }[]>();
  const delays = new Map<string, number>();
  let healed = Promise.withResolvers<void>();
  const add = (method: string, calls: number, trouble: Trouble) =>
    void troubles.set(method, [...(troubles.get(method) ?? []), { calls, trouble }]);
  return {
    ...SWITCHES,
    rateLimit: (method, calls, retryAfter = 1) => add(method, calls, { status: 429, retryAfter }),
    answer: (method, calls, status = 500) => add(method, calls, { status }),
    refuse: (method, calls, error) => add(method, calls, { error }),
    garble: (method, calls, page = PROXYS_PAGE) => add(method, calls, { page }),
    hang: (method, calls) => add(method, calls, { hang: true }),
    latency: (method, ms) => void delays.set(method, ms),
    meet(method) {
      const first = troubles.get(method)?.find(({ calls }) => calls > 0);
      if (first === undefined) return undefined;
      first.calls -= 1;
      return first.trouble;
    },
    delay: (method) => delays.get(method) ?? delays.get('*') ?? 0,
    healed: () => healed.promise,
    heal() {
      troubles.clear();
      delays.clear();
      Object.assign(this, SWITCHES);
      healed.resolve();
      healed = Promise.withResolvers();
    },
  };
}
