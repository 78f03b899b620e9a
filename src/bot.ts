import { composeDiagnosis, folderOf } from './compose.ts';
import { composeActing, type Deeds } from './compose-acting.ts';
import { needsRecords, openRecords } from './compose-store.ts';
import type { Config } from './config.ts';
import type { Command } from './core/command.ts';
import { ServiceError } from './core/errors.ts';
import { discover } from './lib/discover.ts';
import type { Log } from './log.ts';
import { createServices } from './services.ts';
import { createSlackApp } from './slack/app.ts';

export interface Bot {
  readonly connected: () => boolean;
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
  const engine = await composeDiagnosis(config, options);
  const commands = await discover<Command>(folderOf('commands'), 'command', wrongWithCommand);
  const records = needsRecords(config) ? await openRecords(config, options.log) : undefined;
  let deeds: Deeds | undefined;
  const app = createSlackApp({
    config: config.slack,
    commands,
    services: createServices(engine.diagnosis, config.clouds),
    acting: () => deeds?.acting,
    log: options.log,
    clock: options.clock,
    onFatal: options.onFatal,
    reference: options.newReference,
  });
  const { acting } = config;
  if (acting && records) {
    const { cloud } = engine;
    const { log, clock } = options;
    const parts = { cloud, store: records, stage: app.stage, log, clock };
    deeds = await composeActing({ config: { ...config, acting }, ...parts });
  }
  await app.start();
  // What was left is drawn where Slack can be reached.
  deeds?.start();
  return {
    connected: app.connected,
    async stop() {
      await app.stop();
      await deeds?.stop();
      engine.close();
      await records?.close();
    },
  };
}

function wrongWithCommand(unit: unknown): string | undefined {
  const { usage, summary, run } = unit as Partial<Command>;
  if (typeof usage !== 'string' || typeof summary !== 'string') return 'a command needs usage and summary';
  return typeof run === 'function' ? undefined : 'a command needs run()';
}
