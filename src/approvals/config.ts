import { z } from 'zod';
import { REMEDIATIONS } from '../core/remediation.ts';
import type { ActId } from '../core/remediation-unit.ts';
import { compilePattern, type Pattern } from '../lib/pattern.ts';

const user = z.string().regex(/^[UW][A-Z0-9]+$/, 'is the id of a Slack user, such as U012AB3CD');
const group = z.string().regex(/^S[A-Z0-9]+$/, 'is the id of a Slack user group, such as S012AB3CD');
const channel = z.string().regex(/^[CG][A-Z0-9]+$/, 'is the id of a Slack channel, such as C012AB3CD');

/** Ids, since names can be taken over by somebody else. User groups need a paid Slack plan, users do not. */
const PeopleSchema = z.strictObject({
  users: z.array(user).default([]),
  groups: z.array(group).default([]),
});
const somebody = PeopleSchema.refine(
  ({ users, groups }) => users.length + groups.length > 0,
  'names nobody; forbid says why nobody may',
);

const acts = Object.keys(REMEDIATIONS).filter((id) => id !== 'none') as [ActId, ...ActId[]];
const act = z.enum(acts, 'is the name of a remediation, such as abort');
const some = z.array(z.string().min(1)).min(1).exactOptional();
/** The default group's name is empty. */
const groups = z.array(z.string()).min(1).exactOptional();
const minutes = (most: number, least = 1) => z.number().int('counts whole minutes').min(least).max(most);
const aDay = 24 * 60;

/** What a rule adds to what the risk asks for already. Without a filter it holds for everything. */
const RuleSchema = z.strictObject({
  remediations: z.array(act).min(1).exactOptional(),
  clouds: some,
  /** A target that is no node, or none of these, is left alone by the rule; all that are named have to hold. */
  nodes: z
    .strictObject({ owner: some, resource_class: some, conductor_group: groups })
    .refine((nodes) => Object.keys(nodes).length > 0, 'names no field of a node')
    .exactOptional(),
  /** How many others have to agree. */
  approvers: z.number().int().min(1).max(2).exactOptional(),
  /** Only these of those who may request. */
  request: somebody.exactOptional(),
  /** Only these of those who may approve. */
  approve: somebody.exactOptional(),
  /** Nobody may, and why. */
  forbid: z.string().trim().min(1).max(300).exactOptional(),
});

const BlastRadiusSchema = z
  .strictObject({
    /** Minutes. */
    window: minutes(aDay).default(15),
    /** With more targets than this within the window, one more has to agree. */
    raise_above: z.number().int().min(1).default(3),
    /** With more than this nobody may. */
    refuse_above: z.number().int().min(1).default(10),
  })
  .refine(
    ({ raise_above, refuse_above }) => refuse_above >= raise_above,
    'refuses before it raises: refuse_above has to be at least raise_above',
  );

const TicketSchema = z.strictObject({
  required: z.boolean().default(false),
  /** An RE2 expression that the whole number has to fit; case does not matter. */
  pattern: z.string().min(1).refine(isPattern, 'is no RE2 expression').exactOptional(),
});

/** `acting` in ironic-oncall.yml. By default nobody may act, and nothing could. */
export const ActingSchema = z.strictObject({
  /** By cloud the entry of clouds.yaml whose credential carries out; in other clouds we only read. */
  writers: z.record(z.string().min(1), z.string().min(1)).default({}),
  request: PeopleSchema.prefault({}),
  approve: PeopleSchema.prefault({}),
  /** All that match hold, and the strictest wins. */
  rules: z.array(RuleSchema).default([]),
  /** Minutes from a request until nobody can approve it, or start it, any more. */
  expires_after: minutes(aDay).default(30),
  /** Minutes from a diagnosis until its buttons are refused. */
  offer_lasts: minutes(7 * aDay).default(60),
  /** Minutes between two runs of the same remediation on the same target. */
  cool_down: minutes(aDay, 0).default(5),
  blast_radius: BlastRadiusSchema.prefault({}),
  /** Without it the form has no field for a ticket. */
  ticket: TicketSchema.exactOptional(),
  /** Where the journal is copied to. */
  audit_channel: channel.exactOptional(),
  /** Minutes between two posts of the chain's head. */
  head_every: minutes(7 * aDay).default(60),
});

export type ActingConfig = z.infer<typeof ActingSchema>;
export type ActingRule = z.infer<typeof RuleSchema>;

function isPattern(text: string): boolean {
  try {
    ticketPattern(text);
    return true;
  } catch {
    return false;
  }
}

/** @throws Error for what is no pattern */
export function ticketPattern(text: string): Pattern {
  return compilePattern(`^(?:${text})$`);
}
