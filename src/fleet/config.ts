import { z } from 'zod';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const DigestSchema = z.strictObject({
  /** Id of the channel. The bot has to be a member. */
  channel: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,30}$/, 'an id such as C0123456789, as the channel’s details show it'),
  /** When, by the clock of `timezone`. */
  at: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 08:00, in quotes')
    .default('08:00'),
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .default([...WEEKDAYS]),
  /** IANA's name of it: `Europe/Berlin`. */
  timezone: z.string().refine(isTimezone, 'a timezone such as Europe/Berlin').default('UTC'),
});

/** `fleet` of `ironic-oncall.yml`. */
export const FleetSchema = z.strictObject({
  /** Minutes between two looks at every node of every cloud; 0 for none. */
  sweep: z.number().int().min(0).max(1440).default(30),
  /** Days for which what was seen is kept. */
  keep: z.number().int().min(1).max(3650).default(90),
  /** Where a node says in which rack it stands: a path into it, such as `extra.location.rack`. */
  rack: z.string().min(1).max(200).optional(),
  /** One message a day about every cloud. */
  digest: DigestSchema.optional(),
});
export type FleetConfig = z.infer<typeof FleetSchema>;
export type DigestConfig = z.infer<typeof DigestSchema>;

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
