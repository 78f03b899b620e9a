import type { FaultState } from '../faults.ts';
import type { Tier } from '../rate-limit.ts';
import type { Permits } from '../triggers.ts';
import type { Json } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import type { Args } from './args.ts';

export interface ApiContext {
  readonly workspace: Workspace;
  readonly permits: Permits;
  readonly faults: FaultState;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  readonly origin: () => string;
  readonly openSocket: () => string;
}

/** A Web API method: its tier, whose token it takes, and what it does. Refusals are thrown as `SlackRefusal`. */
export interface Method {
  readonly tier: Tier | 'per-channel' | 'none';
  readonly token?: 'app';
  run(args: Args, context: ApiContext): Json;
}

export type Methods = Readonly<Record<string, Method>>;
