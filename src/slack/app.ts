import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { App } from '@slack/bolt';
import type { Acting, Stage } from '../core/acting.ts';
import type { AlertBoard } from '../core/alert-story.ts';
import type { Command, Services } from '../core/command.ts';
import type { DigestBoard } from '../core/fleet-digest.ts';
import type { FleetsAtRest } from '../core/last-sweep.ts';
import type { Person } from '../core/person.ts';
import type { Reach } from '../core/reach.ts';
import { safeOffers } from '../core/safe-offers.ts';
import type { Limits } from '../lib/limits.ts';
import { createAlertBoard } from './alert-board.ts';
import type { Desk } from './answer.ts';
import type { Sleep } from './calls.ts';
import { createCatchUp } from './catch-up.ts';
import { createDigestBoard } from './digest-board.ts';
import type { Identity } from './directory.ts';
import { createDualSocketReceiver, type LiveReceiver } from './dual-socket-receiver.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { createHomes } from './homes.ts';
import { createHttpReceiver } from './http-receiver.ts';
import { createKeeper, type Questions } from './keeper.ts';
import { register } from './listeners/index.ts';
import { onMessageChannel } from './listeners/message-channel.ts';
import { boltLogger, errorFields, type Log } from './log.ts';
import { createOutbox } from './outbox.ts';
import { createPeople } from './people.ts';
import { createStage } from './stage.ts';
import { takenFirst } from './taken-first.ts';
import { untilThere } from './until-there.ts';
import type { Watch } from './watch.ts';

export interface SlackConfig {
  readonly botToken: string;
  /** With it, Socket Mode; without it, signed HTTP. */
  readonly appToken?: string;
  readonly signingSecret?: string;
  /** Another Web API than Slack's own, e.g. `http://127.0.0.1:8031/api/`. */
  readonly apiUrl?: string;
  /** Where signed requests are taken; loopback unless told otherwise. */
  readonly http?: { readonly host?: string; readonly port: number };
  /** The slash command with its slash. */
  readonly command: string;
}

export interface SlackAppOptions {
  readonly config: SlackConfig;
  readonly commands: readonly Command[];
  /** Without those halves that need what is made here: they are asked for when they are needed. */
  readonly services: Omit<Services, 'acting' | 'alerts'>;
  /** Undefined, or says so, where nobody has configured it: then there are no buttons, and words say what to do. */
  readonly acting?: () => Acting | undefined;
  /** Likewise: who watches the channels of alerts, and draws on the board that is made here. */
  readonly alerts?: () => Watch | undefined;
  /** What Home tabs tell of the fleets; nothing without. */
  readonly fleets?: FleetsAtRest;
  /** What this process hears of those that it asks. */
  readonly reach?: Reach;
  readonly log: Log;
  readonly clock: () => Date;
  /** Slack will not have us any more; a supervisor should start us afresh, with another token. */
  readonly onFatal: (error: unknown) => void;
  readonly events?: EventLog;
  /** Where questions are kept until they are answered; nowhere without. */
  readonly questions?: Questions | undefined;
  /** Between two looks for questions of dead processes, in ms. */
  readonly pollMs?: number;
  readonly sleep?: Sleep;
  readonly reference?: () => string;
  /** Between two posts into one channel, in ms. */
  readonly paceMs?: number;
  /** Where what may be posted and drawn is counted; in this process alone when absent. */
  readonly limits?: Limits;
  /** How many redrawings and reactions a minute the background may make. */
  readonly backgroundPerMinute?: number;
  /** How long stopping waits for answers that are being worked on, in ms. */
  readonly patienceMs?: number;
  /** How long a submitted modal waits for its outcome before it says that it takes longer, in ms. */
  readonly submitMs?: number;
  /** How long a click waits for its outcome before it is told that it takes longer, in ms. */
  readonly slowMs?: number;
}

export interface SlackApp {
  /** Resolves when Slack can reach us, however long that takes; rejects with a ServiceError when it refuses us. */
  start(): Promise<Identity>;
  /** Takes nothing new, waits for running answers, then aborts them. */
  stop(): Promise<void>;
  /** Whether Slack can reach us now. */
  connected(): boolean;
  /** Connections to Slack that stand. */
  connections(): number;
  /** Posts that wait for their turn, and for how many milliseconds the oldest of them has. */
  outbox(): { readonly waiting: number; readonly oldestMs: number };
  /** Who somebody is now, by their id. It never throws. */
  person(user: string): Promise<Person>;
  /** Where approvals are drawn and the journal is copied to; there before `start`. */
  readonly stage: Stage;
  /** Where stories and storms are drawn; there before `start`. */
  readonly board: AlertBoard;
  /** Where digests are posted. */
  readonly digests: DigestBoard;
  /** Something that Home tabs show has changed. */
  homesChanged(): void;
  /** Resolves when what was said in the watched channels before the start has been read back, or cannot be now. */
  caughtUp(): Promise<void>;
  /** What was heard in them since then was perhaps not understood, and is heard once more. */
  missed(since: Date): void;
}

const PATIENCE_MS = 20_000;
const DEFAULT_PORT = 3000;
/** Slack waits three seconds for the answer to a modal; the way there and back takes some of it. */
const SUBMIT_MS = 1_800;
const SLOW_MS = 8_000;

/** The Slack side of the bot: what people type and click becomes a command's call, and its answer a message. */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const { config, commands, services, log, clock } = options;
  const whose = () => us && `${us.team_id} ${us.bot_id}`;
  const outbox = createOutbox({ ...options, ...config, whose });
  const abort = new AbortController();
  const running = new Set<Promise<void>>();
  let us: Identity | undefined;
  const acting = () => options.acting?.();
  const identity = () => us;
  const shared = { outbox, acting, identity, log, clock };
  const groups = () => acting()?.groups ?? [];
  const people = createPeople({ directory: outbox.directory, identity, groups, log, clock });
  const sleep = options.sleep ?? idle;
  const watch = () => options.alerts?.();
  const { fleets, reach } = options;
  const alerts = () => watch()?.alerts;
  const homes = createHomes({ ...shared, people, alerts, fleets, reach, sleep, slash: config.command });
  const stage = createStage({ ...shared, onDrawn: homes.changed });
  const catchUp = createCatchUp({ ...shared, watch, sleep });
  const board = createAlertBoard({
    ...shared,
    reactions: () => watch()?.reactions ?? false,
    slash: config.command,
    onDrawn: homes.changed,
  });
  const desk: Desk = {
    commands,
    services: withHalves(services, acting, watch, log),
    people,
    workspace: () => us?.url,
    changed: homes.changed,
    log,
    clock,
    slash: config.command,
    reference: options.reference ?? (() => randomBytes(4).toString('hex')),
    signal: abort.signal,
  };

  const { questions } = options;
  const keeper = questions && createKeeper({ questions, log, clock, sleep: idle, pollMs: options.pollMs });
  const taken = takenFirst(
    receiverFor(options, { onDeaf: catchUp.deaf, onBack: () => void catchUp.now() }),
    onMessageChannel({ watch, identity, onLost: catchUp.lost, log }),
  );
  const receiver = keeper ? keeper.before(taken) : taken;
  const app = new App({
    receiver,
    // Ours, since Bolt's would ask Slack before the first acknowledgement.
    authorize: async () => ({
      botToken: config.botToken,
      ...(us ? { botId: us.bot_id, botUserId: us.user_id, teamId: us.team_id } : {}),
    }),
    logger: boltLogger(log),
    clientOptions: clientOptions(config),
    convoStore: false,
  });
  app.error(async (error) => log.error(errorFields(error), 'a listener failed'));
  register(app, {
    desk,
    outbox,
    events: options.events ?? createEventLog({ clock }),
    heard: createEventLog({ clock }),
    people,
    acting,
    homes,
    submissions: new Map(),
    submitMs: options.submitMs ?? SUBMIT_MS,
    slowMs: options.slowMs ?? SLOW_MS,
    async track(work) {
      running.add(work);
      await work.finally(() => running.delete(work));
    },
  });

  let caughtUp = Promise.resolve();
  return {
    stage,
    board,
    digests: createDigestBoard({ outbox, log, clock, slash: config.command }),
    homesChanged: homes.changed,
    caughtUp: () => caughtUp,
    missed: catchUp.missed,
    async start() {
      us = await untilThere(outbox.directory.identity, { log, sleep: options.sleep ?? wait });
      await catchUp.begin();
      await app.start();
      log.info({ team: us.team, bot: us.user_id }, 'connected to Slack');
      keeper?.start();
      caughtUp = catchUp.now();
      return us;
    },
    async stop() {
      await receiver.stop();
      await catchUp.stop();
      keeper?.rest();
      await settled(running, options.patienceMs ?? PATIENCE_MS);
      abort.abort();
      await keeper?.stop();
      await outbox.close();
    },
    person: (user) => people.of({ user }),
    connected: () => receiver.connected(),
    connections: () => receiver.connections(),
    outbox: () => outbox.waiting(),
  };
}

/** Commands see the acting and the watching half as they are now. */
function withHalves(
  services: SlackAppOptions['services'],
  acting: () => Acting | undefined,
  watch: () => Watch | undefined,
  log: Log,
): Services {
  return {
    ...services,
    get alerts() {
      return watch()?.alerts;
    },
    get acting() {
      const now = acting();
      return (
        now &&
        safeOffers(now, (error, { reference }) => {
          log.error({ diagnosis: reference, ...errorFields(error) }, 'no remedies were offered');
        })
      );
    },
  };
}

function receiverFor(
  { config, log, clock, sleep = idle, onFatal }: SlackAppOptions,
  hearing: { readonly onDeaf: () => void; readonly onBack: () => void },
): LiveReceiver {
  const { appToken, apiUrl, signingSecret, http } = config;
  if (appToken) {
    const api = apiUrl === undefined ? {} : { apiUrl };
    return createDualSocketReceiver({ appToken, ...api, log, clock, sleep, onFatal, ...hearing });
  }
  if (!signingSecret) throw new Error('Slack needs an app token (Socket Mode) or a signing secret (HTTP).');
  return createHttpReceiver({
    signingSecret,
    host: http?.host ?? '127.0.0.1',
    port: http?.port ?? DEFAULT_PORT,
    log,
    clock,
  });
}

/** Waiting to connect again is no reason for a process to live on. */
function idle(ms: number): Promise<unknown> {
  return wait(ms, undefined, { ref: false });
}

/** For the clients that Bolt makes for listeners; ours use the outbox. */
function clientOptions({ apiUrl }: SlackConfig) {
  const base = { timeout: 10_000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  return apiUrl === undefined ? base : { ...base, slackApiUrl: apiUrl };
}

async function settled(running: ReadonlySet<Promise<void>>, patienceMs: number): Promise<void> {
  const limit = new AbortController();
  const late = wait(patienceMs, undefined, { signal: limit.signal }).catch(() => undefined);
  await Promise.race([Promise.allSettled(running), late]);
  limit.abort();
}
