import approvals from '../../../../commands/approvals.ts';
import audit from '../../../../commands/audit.ts';
import can from '../../../../commands/can.ts';
import explain from '../../../../commands/explain.ts';
import freeze from '../../../../commands/freeze.ts';
import guide from '../../../../commands/guide.ts';
import help from '../../../../commands/help.ts';
import history from '../../../../commands/history.ts';
import logs from '../../../../commands/logs.ts';
import thaw from '../../../../commands/thaw.ts';
import why from '../../../../commands/why.ts';
import type { Services } from '../../../../src/core/command.ts';
import type { DiagnoseOutcome } from '../../../../src/core/outcome.ts';
import { type LocalSlack, startLocalSlack } from '../../../../src/sandbox/slack/server.ts';
import { createSlackApp, type SlackApp, type SlackAppOptions } from '../../../../src/slack/app.ts';
import { EVENT_SCOPES } from '../../../../src/slack/scopes.ts';
import type { FakeActing } from './acting.ts';
import { report } from './sample.ts';

export const commands = [approvals, audit, can, explain, freeze, guide, help, history, logs, thaw, why];

export interface LogLine {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

export function memoryLog() {
  const lines: LogLine[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export function servicesWith(diagnose: Services['diagnose']): Services {
  return {
    diagnose,
    look: () => Promise.reject(new Error('nobody looks here')),
    fleet: () => Promise.reject(new Error('a fleet was asked for')),
    explain: async () => report,
    clouds: ['prod', 'lab'],
  };
}

export const reporting = (outcome: DiagnoseOutcome = { kind: 'report', report }): Services =>
  servicesWith(async () => outcome);

export interface Bot extends AsyncDisposable {
  readonly slack: LocalSlack;
  readonly app: SlackApp;
  readonly log: ReturnType<typeof memoryLog>;
  readonly fatal: unknown[];
  readonly asked: { readonly words: string; readonly cloud: string | undefined }[];
}

/** The real Slack side against the local Slack, over Socket Mode, with no pacing and no patience. */
export async function startBot(services: Services, options: Partial<SlackAppOptions> = {}): Promise<Bot> {
  const slack = await startWorkspace();
  const bot = await startReplica(slack, services, options);
  return {
    ...bot,
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await slack.close();
    },
  };
}

/** The local Slack by itself, with the app installed. */
export async function startWorkspace(): Promise<LocalSlack> {
  const slack = await startLocalSlack({
    botEvents: Object.keys(EVENT_SCOPES),
    commands: [{ name: '/ironic', description: 'What is wrong', should_escape: true }],
  });
  slack.faults.naturalLimits = false;
  return slack;
}

/** One of several Slack sides in one workspace. */
export async function startReplica(
  slack: LocalSlack,
  services: Services,
  options: Partial<SlackAppOptions> = {},
): Promise<Bot> {
  const log = memoryLog();
  const fatal: unknown[] = [];
  const asked: Bot['asked'] = [];
  const app = createSlackApp({
    config: {
      botToken: slack.botToken,
      appToken: slack.appToken,
      apiUrl: slack.apiUrl,
      command: '/ironic',
    },
    commands,
    services: {
      ...services,
      diagnose(words, how) {
        asked.push({ words, cloud: how.cloud });
        return services.diagnose(words, how);
      },
    },
    log,
    clock: () => new Date(),
    sleep: async () => undefined,
    onFatal: (error) => fatal.push(error),
    reference: () => 'ref00001',
    paceMs: 0,
    patienceMs: 200,
    ...options,
  });
  await app.start();
  return {
    slack,
    app,
    log,
    fatal,
    asked,
    async [Symbol.asyncDispose]() {
      await app.stop();
    },
  };
}

/** The same with the acting half in memory behind it, which draws what changes. */
export async function startActingBot(
  fake: FakeActing,
  options: Partial<SlackAppOptions> = {},
  services: Services = reporting(),
): Promise<Bot> {
  const bot = await startBot(services, { acting: () => fake.acting, ...options });
  fake.drawnOn(() => bot.app.stage);
  return bot;
}
