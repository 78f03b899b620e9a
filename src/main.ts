import { randomBytes } from 'node:crypto';
import { type Bot, startBot } from './bot.ts';
import { environment, loadConfig, pagePort, whatIsProvided } from './config.ts';
import { UsageError } from './core/errors.ts';
import { refusalOf } from './diagnosis/diagnose.ts';
import { startLocal } from './local.ts';
import { createLog } from './log.ts';

const clock = () => new Date();
const A_DAY_MS = 86_400_000;
/** As long as a supervisor waits that told us to stop. */
const LAST_MS = 30_000;
const newReference = () => randomBytes(4).toString('hex');

async function main(): Promise<void> {
  const provided = whatIsProvided();
  if (provided.slack && !provided.cloud) {
    // Simulated trouble in a real workspace would be believed.
    throw new UsageError(
      'A Slack is configured but no cloud: set OS_CLOUD and a clouds.yaml, or OS_AUTH_URL and its companions.',
    );
  }
  const local = await startLocal(provided, environment(), { port: pagePort(), clock });
  const config = loadConfig(local.env, local.defaults);
  // With the local page, stdout is for the person who looks where the page is.
  const log = createLog({ level: config.logLevel, destination: 1, quiet: local.slack !== undefined });
  const fatal = (error: unknown): void => {
    // A supervisor starts us afresh; a process that lived on without its sockets would only look well.
    log.fatal({ err: error }, 'cannot go on');
    process.exit(1);
  };
  // While Slack is away nothing else may hold the process: all that waits does so without.
  setInterval(() => undefined, A_DAY_MS);
  process.on('unhandledRejection', fatal);
  process.on('uncaughtException', fatal);

  let bot: Bot | undefined;
  const onFatal = (error: unknown): void => {
    log.fatal({ err: error }, 'Slack will not have us any more');
    setTimeout(() => process.exit(1), LAST_MS);
    // What is being sent to a cloud is finished, whatever Slack says.
    void Promise.resolve(bot?.stop()).then(() => process.exit(1));
  };
  bot = await startBot(config, { log, clock, newReference, onFatal });
  const stop = async () => {
    await bot.stop();
    await local.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  if (local.slack) {
    console.log(
      `ironic-oncall is on the page: ${local.slack.url} (cloud ${config.clouds.default}; Ctrl-C ends it)`,
    );
  }
}

try {
  await main();
} catch (error) {
  const words = refusalOf(error);
  if (words === undefined) throw error;
  console.error(words);
  process.exit(3);
}
