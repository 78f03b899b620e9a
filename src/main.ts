import { randomBytes } from 'node:crypto';
import { composeDiagnosis, folderOf } from './compose.ts';
import { environment, loadConfig, pagePort, whatIsProvided } from './config.ts';
import type { Command } from './core/command.ts';
import { refusalOf } from './diagnosis/diagnose.ts';
import { discover } from './lib/discover.ts';
import { startLocal } from './local.ts';
import { createLog } from './log.ts';
import { createServices } from './services.ts';
import { createSlackApp } from './slack/app.ts';

const clock = () => new Date();
const newReference = () => randomBytes(4).toString('hex');

function wrongWithCommand(unit: unknown): string | undefined {
  const { usage, summary, run } = unit as Partial<Command>;
  if (typeof usage !== 'string' || typeof summary !== 'string') return 'a command needs usage and summary';
  return typeof run === 'function' ? undefined : 'a command needs run()';
}

async function main(): Promise<void> {
  const provided = whatIsProvided();
  if (provided.slack && !provided.cloud) {
    // Simulated trouble in a real workspace would be believed.
    throw new Error(
      'A real Slack is configured but no cloud: set OS_CLOUD and a clouds.yaml, or OS_AUTH_URL and its companions.',
    );
  }
  const local = await startLocal(provided, environment(), { port: pagePort(), clock });
  const config = loadConfig(local.env);
  if (!config.slack) throw new Error('unreachable: the local Slack always configures itself');
  // With the local page, stdout is for the person who looks where the page is.
  const log = createLog({ level: config.logLevel, destination: 1, quiet: local.slack !== undefined });
  const engine = await composeDiagnosis(config, { log, clock, newReference });
  const commands = await discover<Command>(folderOf('commands'), 'command', wrongWithCommand);

  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await app.stop();
    engine.close();
    await local.close();
    process.exit(code);
  };
  const fatal = (error: unknown): void => {
    // A supervisor starts us afresh; a process that lives on without its sockets would only look well.
    log.fatal({ err: error }, 'cannot go on');
    process.exit(1);
  };
  process.on('unhandledRejection', fatal);
  process.on('uncaughtException', fatal);
  process.once('SIGTERM', () => void stop(0));
  process.once('SIGINT', () => void stop(0));

  const services = createServices(engine.diagnosis, config.clouds);
  const app = createSlackApp({
    config: config.slack,
    commands,
    services,
    log,
    clock,
    onFatal: fatal,
    reference: newReference,
  });
  await app.start();
  if (local.slack)
    console.log(
      `ironic-oncall is on the page: ${local.slack.url} (cloud ${config.clouds.default}; Ctrl-C ends it)`,
    );
}

try {
  await main();
} catch (error) {
  const words = refusalOf(error) ?? (error instanceof Error ? error.message : String(error));
  console.error(words);
  process.exit(1);
}
