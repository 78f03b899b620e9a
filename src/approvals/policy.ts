import type { Ceremony } from '../core/acting.ts';
import { bothOf, isAmong, isNobody, type People, type Person, strangeness } from '../core/person.ts';
import { REMEDIATIONS, type Risk } from '../core/remediation.ts';
import type { ActId, TargetNode } from '../core/remediation-unit.ts';
import { formatDuration } from '../lib/duration.ts';
import type { ActingConfig, ActingRule } from './config.ts';

/** What is asked about. */
export interface Deed {
  readonly cloud: string;
  readonly remediation: ActId;
  /** As judged; the vocabulary's own risk holds where it is higher. */
  readonly risk: Risk | undefined;
  readonly node: TargetNode | null;
}

/** What else has been going on. */
export interface Traffic {
  /** Other targets that were started within the blast radius' window, or are about to be. */
  readonly others: number;
  /** ISO 8601, when the same remediation was last started on the same target; null when never. */
  readonly last: string | null;
}

export type Ruling =
  | { readonly kind: 'ceremony'; readonly ceremony: Ceremony }
  | {
      readonly kind: 'refused';
      readonly code: 'forbidden' | 'nobody-may' | 'too-many' | 'cool-down';
      readonly words: string;
    };

const RISKS = ['safe', 'disruptive', 'destructive'] as const satisfies readonly Risk[];
const MOST_APPROVERS = 2;

/**
 * What the configuration asks for. Pure. Each rule that matches can only add to what the risk asks for already: more
 * approvers, fewer people, or nobody at all.
 */
export function ruleOn(acting: ActingConfig, deed: Deed, traffic: Traffic, now: Date): Ruling {
  const rules = acting.rules.filter((rule) => matches(rule, deed));
  const forbidding = rules.find(({ forbid }) => forbid !== undefined);
  if (forbidding)
    return no(
      'forbidden',
      `A rule of ironic-oncall.yml forbids it: ${forbidding.forbid?.replace(/\.+$/, '')}.`,
    );

  const { window, raise_above, refuse_above } = acting.blast_radius;
  const targets = traffic.others + 1;
  const within = formatDuration(window * 60);
  if (targets > refuse_above) {
    return no(
      'too-many',
      `It would be target ${targets} within ${within}, and more than ${refuse_above} are refused here. Look for what they have in common before more is done.`,
    );
  }
  const pause = pauseLeft(acting, traffic.last, now);
  if (pause > 0) {
    return no(
      'cool-down',
      `The same was done here a moment ago; it can be asked for again in ${formatDuration(pause)}. Diagnose again first.`,
    );
  }

  const usual = REMEDIATIONS[deed.remediation].risk;
  const risk = worse(usual, deed.risk ?? usual);
  const raised: string[] = [];
  if (risk !== usual) raised.push(`counts as ${risk} here`);
  const byRisk = risk === 'safe' ? 0 : 1;
  const byRules = Math.max(0, ...rules.map((rule) => rule.approvers ?? 0));
  if (byRules > byRisk) raised.push(`a rule asks for ${byRules} ${byRules === 1 ? 'approver' : 'approvers'}`);
  let approvers = Math.max(byRisk, byRules);
  if (targets > raise_above) {
    raised.push(`${targets} targets within ${within}`);
    approvers = Math.min(approvers + 1, MOST_APPROVERS);
  }

  const requesters = narrowed(acting.request, rules, 'request');
  const among = narrowed(acting.approve, rules, 'approve');
  if (isNobody(requesters)) return no('nobody-may', nobody('request', 'may ask for it'));
  if (approvers > 0 && isNobody(among)) return no('nobody-may', nobody('approve', 'could approve it'));
  const ceremony: Ceremony = {
    risk,
    approvers,
    requesters,
    approvers_among: among,
    // Who approves has to know what for.
    reason: approvers > 0,
    ticket: approvers === 0 || !acting.ticket ? 'none' : acting.ticket.required ? 'required' : 'optional',
    typed: risk === 'destructive',
    raised,
  };
  return { kind: 'ceremony', ceremony };
}

/** Why this person may not ask for it; undefined when they may. */
export function barsRequest(ceremony: Ceremony, who: Person) {
  return strangeness(who) ?? (isAmong(who, ceremony.requesters) ? undefined : ('not-a-requester' as const));
}

/** Whoever may ask for anything, or approve it, may stop everything. */
export function barsFreeze(acting: ActingConfig, who: Person) {
  const may = isAmong(who, acting.request) || isAmong(who, acting.approve);
  return strangeness(who) ?? (may ? undefined : ('not-a-requester' as const));
}

export function barsThaw(acting: ActingConfig, who: Person) {
  return strangeness(who) ?? (isAmong(who, acting.approve) ? undefined : ('not-an-approver' as const));
}

/** Ids of all user groups that are named. */
export function groupsOf(acting: ActingConfig): readonly string[] {
  const named = [acting, ...acting.rules].flatMap(({ request, approve }) => [
    ...(request?.groups ?? []),
    ...(approve?.groups ?? []),
  ]);
  return [...new Set(named)];
}

/** A filter that names fields of nodes never holds for what is not known to be a node. */
function matches({ remediations, clouds, nodes }: ActingRule, { remediation, cloud, node }: Deed): boolean {
  if (remediations && !remediations.includes(remediation)) return false;
  if (clouds && !clouds.includes(cloud)) return false;
  if (!nodes) return true;
  const { owner, resource_class, conductor_group } = nodes;
  const has = (wanted: readonly string[] | undefined, value: string | null | undefined) =>
    wanted === undefined || (typeof value === 'string' && wanted.includes(value));
  return (
    node !== null &&
    has(owner, node.owner) &&
    has(resource_class, node.resource_class) &&
    has(conductor_group, node.conductor_group)
  );
}

function narrowed(all: People, rules: readonly ActingRule[], who: 'request' | 'approve'): People {
  return rules.reduce((people, { [who]: only }) => (only ? bothOf(people, only) : people), all);
}

/** Seconds. */
function pauseLeft({ cool_down }: ActingConfig, last: string | null, now: Date): number {
  return last === null ? 0 : Math.ceil(cool_down * 60 - (now.getTime() - Date.parse(last)) / 1000);
}

function worse(one: Risk, other: Risk): Risk {
  return RISKS[Math.max(RISKS.indexOf(one), RISKS.indexOf(other))] ?? 'destructive';
}

const nobody = (key: 'request' | 'approve', does: string) =>
  `\`acting.${key}\` in ironic-oncall.yml names nobody who ${does}.`;

function no(code: Extract<Ruling, { kind: 'refused' }>['code'], words: string): Ruling {
  return { kind: 'refused', code, words };
}
