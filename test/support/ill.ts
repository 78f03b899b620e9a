import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRepository } from '../../src/approvals/repository.ts';
import type { Approval } from '../../src/core/approval.ts';
import type { AuditEntry } from '../../src/core/audit-entry.ts';
import { toolPosts } from '../../src/local-alerts.ts';
import { createLog } from '../../src/log.ts';
import healthyActive from '../../src/sandbox/cloud/scenarios/healthy-active.ts';
import healthyAvailable from '../../src/sandbox/cloud/scenarios/healthy-available.ts';
import type { SimulatedCloud, SimulationOptions } from '../../src/sandbox/cloud/server.ts';
import { ALERTS_CHANNEL, AUDIT_CHANNEL, STAFF, USERGROUP } from '../../src/sandbox/slack/seed.ts';
import type { Message, View } from '../../src/sandbox/slack/types.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { CHANNEL, type LocalBot, startLocalBot } from './bot.ts';
import { manyIll, stuckName, waitingName } from './ill-fleet.ts';

/**
 * A whole bot that reads, acts, hears alerts and looks at the fleet, on the local Slack and the simulated cloud, with its
 * records on a disk or a server: to make something ill under it, see what it says, heal that, and see all of it work again.
 */
export interface IllBot extends LocalBot {
  /** Where it keeps its records, for a second look at them. */
  readonly records: { readonly url?: string; readonly file?: string };
  /** Log lines so far, parsed. */
  readonly lines: readonly { readonly msg?: string; readonly level?: number }[];
  /** A node that nothing is wrong with, which only Ironic and Placement know. */
  readonly available: string;
  /** A node that nothing is wrong with, on which an instance runs. */
  readonly active: string;
  /** A node that nobody has asked anything of yet and that one click brings back: `manage`. */
  stuck(): string;
  /** A node that nobody has asked anything of yet and that somebody has to agree about: `abort`. */
  waiting(): string;
  /** `/ironic why`, and everything that the answer shows. */
  why(subject: string): Promise<{ readonly answer: Message; readonly words: string }>;
  /** Sends the remedy below a report: confirmed by a click, or with a reason in its modal. What follows is to be waited for. */
  want(report: Message, who?: string): Promise<void>;
  /** `why`, `want`, and the approval's message as soon as there is one. */
  request(node: string): Promise<Message>;
  /** An approver agrees. */
  agree(approval: Message, who?: string): Promise<void>;
  /** The newest message about this node in the channel that reads like this. */
  shown(node: string, like: RegExp, ms?: number): Promise<Message>;
  /** What somebody reads that nobody else sees, in a modal or beside a message, from now on. */
  told(who: string, like: RegExp, since?: number): Promise<string>;
  /** How much has been told to somebody alone so far, for `told`. */
  toldSoFar(who: string): number;
  /** The monitoring says that this node has failed. */
  alert(node: string): Promise<Message>;
  /** What stands below an alert. */
  annotation(alert: Message, like: RegExp, ms?: number): Promise<Message>;
  /** Changes that the cloud has carried out on this node. */
  effects(node: string): number;
  /** A look into the records from outside. */
  look<T>(run: (store: Store) => Promise<T>): Promise<T>;
  approvals(): Promise<readonly Approval[]>;
  journal(): Promise<readonly AuditEntry[]>;
}

export interface IllOptions {
  /** `postgres://…` in place of a file. */
  readonly url?: string;
  /** In place of a file of its own. */
  readonly file?: string;
  readonly simulation?: SimulationOptions;
  readonly env?: Record<string, string>;
  /** Further lines of ironic-oncall.yml. */
  readonly config?: string;
  readonly clock?: () => Date;
  /** Where the bot's differs from Slack's and the cloud's. */
  readonly botClock?: () => Date;
  /** Seconds from the question to the report. */
  readonly deadline?: number;
  /** What has befallen the cloud before the bot starts. */
  readonly before?: (cloud: SimulatedCloud) => void;
}

/** A noisy machine takes its time; nothing here is about how much. */
export const PATIENCE_MS = 60_000;
/** Slack's own three seconds are short for such a machine: then a person asks, or clicks, again. */
const TIMES = 3;

export async function startIllBot(options: IllOptions = {}): Promise<IllBot> {
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-ill-'));
  const records = options.url ? { url: options.url } : { file: options.file ?? join(folder, 'store.sqlite') };
  const config = join(folder, 'ironic-oncall.yml');
  writeFileSync(config, configOf(records.file, options));
  const lines: IllBot['lines'][number][] = [];
  const local = await startLocalBot({
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.botClock ? { botClock: options.botClock } : {}),
    ...(options.before ? { before: options.before } : {}),
    env: {
      ...options.env,
      IRONIC_ONCALL_CONFIG: config,
      ...(records.url ? { DATABASE_URL: records.url } : {}),
    },
    simulation: {
      objectStore: false,
      loki: false,
      scenarios: [healthyAvailable, healthyActive, manyIll],
      ...options.simulation,
    },
    log: createLog({
      level: 'info',
      destination: { write: (line) => void lines.push(JSON.parse(line) as object) },
    }),
  });
  const { slack, cloud } = local;
  const free = { stuck: 0, waiting: 0 };
  const nodeOf = (name: string) => cloud.state.nodes.find((node) => node.name === name);
  const inChannel = () => slack.messages(CHANNEL);
  const secrets = (who: string): readonly string[] => [
    ...slack.ephemerals(who).map(wordsOf),
    ...slack.messages(`im:${who}`).map(wordsOf),
    ...slack.views(who).map(wordsOf),
  ];
  const heard = new Map<string, string[]>();
  // What a modal showed is gone with it, and nobody shall have missed it.
  const listen = setInterval(() => {
    for (const who of ['maya', 'jonas', 'ines']) {
      const all = heard.get(who) ?? [];
      for (const words of secrets(who)) if (!all.includes(words)) all.push(words);
      heard.set(who, all);
    }
  }, 10);

  const ill: IllBot = {
    ...local,
    records,
    lines,
    available: healthyAvailable.expect.subject,
    active: healthyActive.expect.subject,
    stuck: () => stuckName(free.stuck++),
    waiting: () => waitingName(free.waiting++),
    async why(subject) {
      for (let time = 1; ; time += 1) {
        const { answer } = await local.ask(`why ${subject}`);
        const words = wordsOf(answer);
        if (time === TIMES || !/failed with the error `operation_timeout`/.test(words))
          return { answer, words };
      }
    },
    async want(report, who = 'maya') {
      const action = /"(act(?:-ask)?:0)"/.exec(JSON.stringify(report.blocks))?.[1];
      if (action === undefined) throw new Error(`no remedy below: ${wordsOf(report)}`);
      for (let time = 1; ; time += 1) {
        const since = ill.toldSoFar(who);
        await slack.click(who, report, action);
        if (!action.startsWith('act-ask')) return;
        const opened = () => slack.views(who).find(({ submit }) => submit !== null);
        const tooLate = () =>
          heard
            .get(who)
            ?.slice(since)
            .some((words) => /once more/i.test(words));
        const form = await slack
          .until(
            () => opened() ?? (time < TIMES && tooLate() ? ('too late' as const) : undefined),
            PATIENCE_MS,
          )
          .catch(() => {
            throw new Error(`no form, but: ${heard.get(who)?.slice(since).join('\n')}`);
          });
        if (form === 'too late') continue;
        await slack.submitView(who, { reason: 'the switch port is fixed' }, form);
        return;
      }
    },
    async request(node) {
      const { answer } = await ill.why(node);
      await ill.want(answer);
      return ill.shown(
        node,
        /waiting for 1 approval|confirmed|approved|checking|running|verifying|done|not run/,
      );
    },
    async agree(approval, who = 'jonas') {
      await slack.click(who, approval, 'approval:approve');
    },
    shown: (node, like, ms = PATIENCE_MS) =>
      slack
        .until(
          () => inChannel().findLast((one) => wordsOf(one).includes(node) && like.test(wordsOf(one))),
          ms,
        )
        .catch(() => {
          const all = inChannel().filter((one) => wordsOf(one).includes(node));
          throw new Error(`nothing like ${like} about ${node}, but:\n${all.map(wordsOf).join('\n---\n')}`);
        }),
    toldSoFar: (who) => heard.get(who)?.length ?? 0,
    told: (who, like, since = 0) =>
      slack
        .until(
          () =>
            heard
              .get(who)
              ?.slice(since)
              .find((words) => like.test(words)),
          PATIENCE_MS,
        )
        .catch(() => {
          throw new Error(
            `nothing like ${like} for ${who}, but:\n${heard.get(who)?.slice(since).join('\n---\n')}`,
          );
        }),
    async alert(name) {
      const node = nodeOf(name);
      if (!node) throw new Error(`no node ${name}`);
      const [first] = toolPosts(
        () => [{ ...node, maintenance: false }],
        name,
        options.clock ?? (() => new Date()),
      );
      const before = slack.messages(ALERTS_CHANNEL).length;
      for (const body of first?.post() ?? []) {
        const headers = { 'content-type': 'application/json' };
        const url = slack.webhookUrl(ALERTS_CHANNEL);
        const posted = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
        if (!posted.ok) throw new Error(`the alert was not posted: ${await posted.text()}`);
      }
      return slack.until(() => slack.messages(ALERTS_CHANNEL).slice(before).find(isAlert), PATIENCE_MS);
    },
    annotation: (alert, like, ms = PATIENCE_MS) =>
      slack
        .until(() => below(alert).findLast((one) => like.test(wordsOf(one))), ms)
        .catch(() => {
          throw new Error(
            `nothing like ${like} below the alert, but:\n${below(alert).map(wordsOf).join('\n')}`,
          );
        }),
    effects: (name) => cloud.effects.filter(({ path }) => path.includes(nodeOf(name)?.uuid ?? '-')).length,
    async look(run) {
      const store = await openStore({ ...records, readOnly: true });
      try {
        return await run(store);
      } finally {
        await store.close();
      }
    },
    approvals: () => ill.look((store) => createRepository(store, () => new Date()).recent(1000)),
    journal: () =>
      ill.look(async (store) =>
        (await createRepository(store, () => new Date()).audit({ limit: 100_000 })).toReversed(),
      ),
    async [Symbol.asyncDispose]() {
      clearInterval(listen);
      cloud.faults.heal();
      await local[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const below = (alert: Message) =>
    slack.messages(ALERTS_CHANNEL).filter(({ thread_ts, ts }) => thread_ts === alert.ts && ts !== alert.ts);
  return ill;
}

/** Everything that a message or a modal shows. */
export function wordsOf(shown: Message | View): string {
  const found: string[] = [];
  const walk = (value: unknown, key: string): void => {
    if (typeof value === 'string' && (key === 'text' || key === 'fallback')) found.push(value);
    else if (Array.isArray(value)) for (const one of value) walk(one, key);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, name);
  };
  walk('text' in shown ? { text: shown.text } : {}, '');
  walk('title' in shown ? shown.title : {}, '');
  walk(shown.blocks ?? [], '');
  return found.join('\n');
}

const isAlert = ({ text, attachments }: Message) => /IronicNode/.test(JSON.stringify([text, attachments]));

function configOf(file: string | undefined, { config = '', deadline = 5 }: IllOptions): string {
  return [
    ...(file ? [`database: ${file}`] : []),
    `deadline: ${deadline}`,
    'acting:',
    '  writers: { demo: demo-writer }',
    `  request: { users: [${STAFF.join(', ')}] }`,
    `  approve: { groups: [${USERGROUP.id}] }`,
    `  audit_channel: ${AUDIT_CHANNEL}`,
    '  cool_down: 0',
    '  blast_radius: { raise_above: 1000, refuse_above: 1000 }',
    config,
  ].join('\n');
}
