import { z } from 'zod';
import { compilePattern } from '../lib/pattern.ts';

/** Groups that a pattern may capture, and the label that each stands for. */
export const CAPTURES = {
  node: 'node',
  instance: 'instance_name',
  conductor: 'conductor',
  host: 'host',
} as const satisfies Record<string, string>;

/** A pattern of RE2: it takes time in proportion to the text, and says where it does not fit. */
const pattern = z.string().superRefine((source, context) => {
  try {
    const { groups } = compilePattern(source);
    const unknown = groups.find((group) => !Object.hasOwn(CAPTURES, group));
    if (unknown === undefined) return;
    context.addIssue(`has a group ${unknown}; there is ${Object.keys(CAPTURES).join(', ')}`);
  } catch (error) {
    context.addIssue((error as Error).message);
  }
});

const PatternSchema = z.union([
  pattern.transform((match) => ({ match, about: undefined, status: undefined })),
  z.strictObject({
    match: pattern,
    /** What the alert is about; by default what it captures, a node where it captures nothing. */
    about: z.enum(['node', 'instance', 'conductor', 'compute-host', 'switch', 'fleet']).optional(),
    /** For tools of which nobody knows how they say it. */
    status: z.enum(['firing', 'resolved', 'acknowledged']).optional(),
  }),
]);

const channel = z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'is the id of a channel, such as C0123ABCD');
const counted = (what: string, least: number, most: number) =>
  z.number().int(`counts whole ${what}`).min(least).max(most);
const aDay = 24 * 60;

const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "is a time of day in quotes, such as '22:00'");

/** When nobody is to be disturbed by what can wait. */
const QuietSchema = z
  .strictObject({
    from: timeOfDay,
    /** Earlier than `from` where a night lies in between. */
    to: timeOfDay,
    /** A name of the IANA time zone database. */
    timezone: z.string().refine(isTimeZone, 'is no time zone, such as Europe/Berlin'),
    /** Severities, in the tools' own words, that are told at once all the same. */
    but: z.array(z.string().min(1).toLowerCase()).default(() => ['critical', 'disaster', 'page']),
  })
  .refine(({ from, to }) => from !== to, 'begins when it ends');
export type QuietHours = z.infer<typeof QuietSchema>;

/** `alerts` in ironic-oncall.yml. */
export const AlertsSchema = z.strictObject({
  /** Ids of the channels in which alerts are answered; the bot has to be a member. */
  channels: z.array(channel).min(1),
  /** Whether a message of a person that names a node is answered like an alert. */
  people: z.boolean().default(false),
  /** Whether the alert itself gets a reaction as a glance: reading, answered, resolved. */
  reactions: z.boolean().default(true),
  /** Domains of the fleet's hosts, besides those that its own names have. */
  domains: z.array(z.string().regex(/^[A-Za-z0-9.-]+$/, 'is a domain, such as dc1.example.org')).default([]),
  /** Names of our own for alerts of our own: name -> pattern. */
  patterns: z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'is a name in lower case'), PatternSchema)
    .default({}),
  /** Minutes until what still fires is looked at again; each time twice as long, up to an hour. */
  refresh: counted('minutes', 1, 60).default(5),
  /** So many different subjects within so many minutes are told as one. */
  storm: z
    .strictObject({
      from: counted('subjects', 2, 1000).default(5),
      window: counted('minutes', 1, aDay).default(10),
    })
    .prefault({}),
  /** Without it every hour is like another. */
  quiet: QuietSchema.exactOptional(),
  /** Days after which an alert that nobody speaks of any more, and about which nothing is wrong, is forgotten. */
  forget: counted('days', 1, 365).default(3),
  /** Days for which what is over is kept. */
  keep: counted('days', 1, 3650).default(30),
  /** Where alerts are told that a tool sends to our own listener, and the variable with the token that it has to show. */
  webhook: z
    .strictObject({
      channel,
      token_env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is the name of a variable'),
    })
    .exactOptional(),
});
export type AlertsConfig = z.infer<typeof AlertsSchema>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
