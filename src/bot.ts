import { composeDiagnosis, folderOf } from './compose.ts';
import { composeActing, type Deeds } from './compose-acting.ts';
import { type AlertHalf, composeAlerts } from './compose-alerts.ts';
import { composeFleet } from './compose-fleet.ts';
import { composeHttp } from './compose-http.ts';
import { composeLimits } from './compose-limits.ts';
import { composeReach } from './compose-reach.ts';
import { needsRecords, openRecords } from './compose-store.ts';
import { composeTracing } from './compose-tracing.ts';
import type { Config } from './config.ts';
import type { Command } from './core/command.ts';
import { ServiceError } from './core/errors.ts';
import { discover } from './lib/discover.ts';
import type { Log } from './log.ts';
import { createServices } from './services.ts';
import { createSlackApp } from './slack/app.ts';
import { countsOf } from './store/counts.ts';
import { createEventLog } from './store/event-log.ts';
import type { Store } from './store/open-store.ts';
import { createQuestions } from './store/questions.ts';
import { newOwner } from './this-process.ts';

export interface Bot {
  readonly connected: () => boolean;
  /** Of our own listener, `http://host:port`; undefined where none is configured. */
  readonly address: string | undefined;
  /** Takes nothing new, finishes what it is working on, closes its connections. */
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly log: Log;
  readonly clock: () => Date;
  readonly newReference: () => string;
  /** Slack will not have us any more. */
  readonly onFatal: (error: unknown) => void;
}

/** Everything from the Slack sockets to the clouds, from one configuration. Resolves when Slack can reach it. */
export async function startBot(config: Config, options: BotOptions): Promise<Bot> {
  if (!config.slack) {
    throw new ServiceError('SLACK_BOT_TOKEN is not set', { code: 'config', service: 'SLACK_BOT_TOKEN' });
  }
  const traces = await composeTracing(config, options.log);
  const limits = await composeLimits(config, options.log);
  const engine = await composeDiagnosis(config, { ...options, limits });
  const commands = await discover<Command>(folderOf('commands'), 'command', wrongWithCommand);
  const records = needsRecords(config) ? await openRecords(config, options.log) : undefined;
  const hearing = composeReach(options);
  const { reach } = hearing;
  const fleet = composeFleet({ ...options, config, engine, store: records, reach });
  const services = createServices(engine.diagnosis, fleet.looks, config.clouds);
  let deeds: Deeds | undefined;
  let watching: AlertHalf | undefined;
  const app = createSlackApp({
    config: config.slack,
    commands,
    services,
    acting: () => deeds?.acting,
    alerts: () => watching?.watch,
    fleets: fleet.atRest,
    reach,
    log: options.log,
    clock: options.clock,
    onFatal: options.onFatal,
    reference: options.newReference,
    ...(records ? { events: eventLogOf(records, options) } : {}),
    questions: records && createQuestions({ store: records, clock: options.clock, owner: newOwner() }),
    ...(limits ? { limits } : {}),
  });
  const { acting, alerts } = config;
  if (acting && records) {
    const { cloud } = engine;
    const { log, clock } = options;
    const parts = { cloud, store: records, stage: app.stage, people: app.person, limits, log, clock };
    deeds = await composeActing({ config: { ...config, acting }, ...parts });
  }
  if (alerts && records) {
    watching = await composeAlerts({
      config: { ...config, alerts },
      cloud: engine.cloud,
      services,
      readings: fleet.readings,
      acting: () => deeds?.acting,
      store: records,
      board: app.board,
      missed: app.missed,
      log: options.log,
      clock: options.clock,
    });
  }
  const counts = records && countsOf(records);
  // Before Slack, so that a port that cannot be had is told at the start.
  const http = await composeHttp(config, {
    log: options.log,
    connected: app.connected,
    records: counts?.answers,
    sources: {
      connections: app.connections,
      waitingRequests: engine.waitingRequests,
      outbox: app.outbox,
      ...(limits ? { limitsShared: limits.shared } : {}),
      ...(counts && deeds ? { approvals: counts.approvals, journal: counts.journal } : {}),
      ...(counts && watching ? { stories: counts.stories } : {}),
    },
    intake: watching?.watch.intake,
  });
  await app.start();
  // What was left is drawn where Slack can be reached.
  deeds?.start();
  watching?.start();
  fleet.start(app.digests, app.homesChanged);
  return {
    connected: app.connected,
    address: http?.address,
    async stop() {
      await http?.close();
      // Stories that wait for room to be drawn are given up by Slack's side, and drawn by the next start.
      await Promise.all([watching?.stop(), app.stop()]);
      await fleet.stop();
      await deeds?.stop();
      engine.close();
      hearing.close();
      await limits?.close();
      await records?.close();
      await traces.close();
    },
  };
}

function eventLogOf(store: Store, { log, clock }: BotOptions) {
  const onFailure = (err: unknown) =>
    log.warn({ err }, 'an event counts as new, since the records do not answer');
  return createEventLog({ store, clock, onFailure });
}

function wrongWithCommand(unit: unknown): string | undefined {
  const { usage, summary, run } = unit as Partial<Command>;
  if (typeof usage !== 'string' || typeof summary !== 'string') return 'a command needs usage and summary';
  return typeof run === 'function' ? undefined : 'a command needs run()';
}
