import { type Config, type Environment, type Review, reviewConfig } from '../config.ts';
import { createMemo } from '../lib/memo.ts';
import { createSlackProbe, type SlackProbe, type Whoami } from '../slack/probe.ts';
import { type CloudSight, createCloudSight } from './cloud-sight.ts';
import { once } from './once.ts';

/** What checks stand on: each thing is read when it is first asked for, and once. */
export interface Context {
  readonly env: Environment;
  readonly clock: () => Date;
  /** Of one question to a service. */
  readonly timeoutMs: number;
  /** Fires when the time of all is over. */
  readonly signal: AbortSignal;
  readonly review: Review;
  /** What of the configuration is right; undefined where nothing can be made of it. */
  readonly config: Config | undefined;
  readonly slack: SlackSight | undefined;
  /** Those that are looked at. */
  readonly clouds: readonly CloudSight[];
  /** Version of Node, without `v`. */
  readonly node: string;
}

export interface SlackSight {
  readonly probe: SlackProbe;
  /** @throws ServiceError when the token is refused or Slack is not there */
  whoami(): Promise<Whoami>;
  /** The same for checks that stand on it. */
  known(): Promise<Whoami | undefined>;
  /** Ids of a user group's members. @throws as `probe.members` */
  members(group: string): Promise<readonly string[]>;
}

export interface ContextOptions {
  readonly env: Environment;
  readonly clock: () => Date;
  readonly node: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Only this cloud. */
  readonly cloud?: string | undefined;
}

export function createContext(options: ContextOptions): Context {
  const { env, clock, timeoutMs, signal, node } = options;
  const review = reviewConfig(env);
  const { config } = review;
  const names = (config?.clouds.names ?? []).filter(
    (name) => options.cloud === undefined || name === options.cloud,
  );
  return {
    env,
    clock,
    timeoutMs,
    signal,
    node,
    review,
    config,
    slack: slackSight(options),
    clouds: config ? names.map((name) => createCloudSight(name, config, { timeoutMs, clock })) : [],
  };
}

/** By the token alone: what else is wrong with Slack's variables must not hide whether the token is good. */
function slackSight({ env, clock, timeoutMs }: ContextOptions): SlackSight | undefined {
  const botToken = env['SLACK_BOT_TOKEN'];
  if (!botToken) return undefined;
  const probe = createSlackProbe({ botToken, apiUrl: env['SLACK_API_URL'] || undefined, clock, timeoutMs });
  const whoami = once(() => probe.whoami());
  const groups = createMemo<readonly string[]>();
  return {
    probe,
    whoami,
    known: () => whoami().catch(() => undefined),
    members: (group) => groups.get(group, () => probe.members(group)),
  };
}
