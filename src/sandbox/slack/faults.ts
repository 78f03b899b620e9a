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
  /** Every call of a method takes this long, in milliseconds; 0 takes it away. `*` is every method. */
  latency(method: string, ms: number): void;
  /** The natural rate limits of the Web API; on unless switched off. */
  naturalLimits: boolean;
  /** False: user groups answer `plan_upgrade_required`, as on a free plan. */
  paidPlan: boolean;
  /** The next event is delivered twice, the second time marked as a retry, whatever the first ack says. */
  redeliverNext: boolean;
  /** False: every connection is told `link_disabled` in place of `hello`, as when the app's setting is switched off. */
  socketMode: boolean;
  /** Socket Mode sends the acks of slash commands and clicks nowhere: the person sees a timeout. */
  ignoreAcks: boolean;
}

export interface FaultState extends Faults {
  /** What a call of this method meets now; takes one off the counters. */
  meet(method: string): { status: number; retryAfter?: number } | { error: string } | undefined;
  delay(method: string): number;
}

type Trouble = { calls: number } & ({ status: number; retryAfter?: number } | { error: string });

export function createFaults(): FaultState {
  const troubles = new Map<string, Trouble[]>();
  const delays = new Map<string, number>();
  const add = (method: string, trouble: Trouble) =>
    troubles.set(method, [...(troubles.get(method) ?? []), trouble]);
  return {
    naturalLimits: true,
    paidPlan: true,
    redeliverNext: false,
    socketMode: true,
    ignoreAcks: false,
    rateLimit: (method, calls, retryAfter = 1) => void add(method, { calls, status: 429, retryAfter }),
    answer: (method, calls, status = 500) => void add(method, { calls, status }),
    refuse: (method, calls, error) => void add(method, { calls, error }),
    latency: (method, ms) => void delays.set(method, ms),
    meet(method) {
      const list = troubles.get(method) ?? [];
      const first = list.find((trouble) => trouble.calls > 0);
      if (first === undefined) return undefined;
      first.calls -= 1;
      return first;
    },
    delay: (method) => delays.get(method) ?? delays.get('*') ?? 0,
  };
}
