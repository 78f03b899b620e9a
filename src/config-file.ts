import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ActingSchema } from './approvals/config.ts';
import { mistakeOf, mistakesOf, wrong } from './config-mistakes.ts';
import { type Environment, LEVELS } from './config-settings.ts';
import { AlertsSchema } from './core/alert-config.ts';
import type { ServiceError } from './core/errors.ts';
import { FleetSchema } from './fleet/config.ts';
import { HttpSchema } from './http/config.ts';
import { LogsSchema, RamdiskLogsSchema } from './logs/config.ts';

/** `ironic-oncall.yml`. Everything in it is optional; what is secret or about one machine is in the environment. */
export const FileSchema = z.strictObject({
  /** Names in clouds.yaml that people may ask about; the first is the default unless OS_CLOUD says another. */
  clouds: z.array(z.string()).min(1).optional(),
  /** Seconds from the question to the report. */
  deadline: z.number().min(1).max(120).default(15),
  /** Further folders of playbooks, relative to the file. */
  playbooks_path: z.array(z.string()).default([]),
  /** Where the services' own lines are kept. */
  logs: LogsSchema.optional(),
  /** Where conductors put what the deploy ramdisk leaves behind. */
  ramdisk_logs: RamdiskLogsSchema.optional(),
  /** Who may do what to a cloud, and with which credential; without it the bot only reads. */
  acting: ActingSchema.optional(),
  /** The channels whose alerts are answered; without it only who asks gets an answer. */
  alerts: AlertsSchema.optional(),
  /** Our own listener: health, numbers, alerts that tools send by themselves. */
  http: HttpSchema.optional(),
  /** How often every node is looked at, and who hears of it; without it a fleet is read when somebody asks. */
  fleet: FleetSchema.optional(),
  /** Path of the SQLite file, relative to this file; `DATABASE_URL` wins over it. */
  database: z.string().min(1).optional(),
  log_level: z.enum(LEVELS).optional(),
});

/** Hears of mistakes, and of the one that is to be told where only one is. */
export type Refuse = (mistakes: readonly ServiceError[], worst?: ServiceError) => void;

/** Undefined where it cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Where it is, or would be. */
export function configPath(env: Environment): string {
  return resolve(env['IRONIC_ONCALL_CONFIG'] || 'ironic-oncall.yml');
}

/** What it says; what is wrong in it is told to `refuse`, and where that goes on counts as if it were not there. */
export function readConfigFile(env: Environment, refuse: Refuse): z.infer<typeof FileSchema> {
  const named = env['IRONIC_ONCALL_CONFIG'];
  const path = configPath(env);
  const text = textOf(path);
  if (text === undefined) {
    if (named) refuse([wrong('IRONIC_ONCALL_CONFIG', `names ${named}, which cannot be read`)]);
    return FileSchema.parse({});
  }
  const lines = new LineCounter();
  const options = { version: '1.1', prettyErrors: true, logLevel: 'silent', lineCounter: lines } as const;
  const document = parseDocument(text, options);
  refuse(
    document.errors.map(({ linePos, code }) =>
      wrong(path, `is not valid YAML in line ${linePos?.[0].line ?? '?'} (${code})`),
    ),
  );
  const content: unknown = document.errors.length > 0 ? {} : (document.toJS() ?? {});
  const parsed = FileSchema.safeParse(content);
  if (!parsed.success) {
    const all = mistakesOf(parsed.error, FileSchema, document, lines).map((words) => wrong(path, words));
    refuse(all, wrong(path, mistakeOf(parsed.error, FileSchema, document, lines)));
  }
  const data = parsed.success ? parsed.data : whatIsRight(content);
  return {
    ...data,
    playbooks_path: data.playbooks_path.map((folder) => resolve(path, '..', folder)),
    ...(data.database === undefined ? {} : { database: resolve(path, '..', data.database) }),
  };
}

/** The keys at the top that hold what they should; the others as if they were not there. */
function whatIsRight(content: unknown): z.infer<typeof FileSchema> {
  const keys = Object.entries(typeof content === 'object' && content !== null ? content : {});
  const right = keys.filter(([key, value]) => FileSchema.safeParse({ [key]: value }).success);
  return FileSchema.parse(Object.fromEntries(right));
}
