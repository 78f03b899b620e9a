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

/** `alerts` in ironic-oncall.yml. */
export const AlertsSchema = z.strictObject({
  /** Ids of the channels in which alerts are answered; the bot has to be a member. */
  channels: z
    .array(z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'is the id of a channel, such as C0123ABCD'))
    .min(1),
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
});
export type AlertsConfig = z.infer<typeof AlertsSchema>;
