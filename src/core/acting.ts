import type { Approval, Ground, MessageAt } from './approval.ts';
import type { AuditEntry, AuditQuery } from './audit-entry.ts';
import type { People, Person } from './person.ts';
import type { Risk } from './remediation.ts';
import type { ActId, Go, NoGo, Params } from './remediation-unit.ts';
import type { Report } from './report.ts';

/** A remedy that a message may draw as a button. The button carries the id and nothing else. */
export interface Offer {
  /** Random; known to the store alone. */
  readonly id: string;
  readonly cloud: string;
  readonly remediation: ActId;
  readonly params: Params;
  readonly target: string;
  /** What a person calls the target. */
  readonly name: string;
  /** "Abort the operation", and a detail where the label does not say it. */
  readonly label: string;
  readonly ground: Ground | null;
  /** ISO 8601, when it was judged. */
  readonly at: string;
  /** ISO 8601; after that its button is refused. */
  readonly until: string;
  readonly go: Go;
  readonly ceremony: Ceremony;
}

/** What the policy asks for. */
export interface Ceremony {
  readonly risk: Risk;
  /** How many others have to agree. */
  readonly approvers: number;
  readonly requesters: People;
  readonly approvers_among: People;
  /** A reason has to be given. */
  readonly reason: boolean;
  readonly ticket: 'none' | 'optional' | 'required';
  /** The node's name has to be typed. */
  readonly typed: boolean;
  /** Why it is more than usual, in words: "4 nodes in the last 15 minutes". */
  readonly raised: readonly string[];
}

/** Somebody is not let. `words` are for them alone and name the next step. */
export interface ActRefusal {
  readonly kind: 'refused';
  readonly code: string;
  readonly words: string;
  /** Whom the end of the words means: "... Waiting for". Drawn as mentions right behind them. */
  readonly people?: People;
}

/** What somebody may do by any of the rules; what it takes on a given node, `can` tells. */
export interface May {
  readonly request: boolean;
  readonly approve: boolean;
}

export interface Freeze {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** What was filled in. */
export interface RequestForm {
  readonly reason: string | null;
  readonly ticket: string | null;
  /** The name, where the ceremony asks for it. */
  readonly typed: string | null;
}

/** What a modal shows when it opens: the offer as it is now. */
export type Look = { readonly kind: 'offer'; readonly offer: Offer } | ActRefusal;

export type CanAnswer =
  | {
      readonly kind: 'can';
      readonly offer: Offer;
      readonly may: ActRefusal | undefined;
      readonly frozen: Freeze | undefined;
    }
  | { readonly kind: 'cannot'; readonly name: string; readonly no: NoGo }
  | ActRefusal;

/**
 * The acting half, as commands and Slack know it. Every refusal, by `who` they are or what they asked, is in the journal
 * before it is told. Nothing throws for a sick cloud: that is a refusal in words.
 */
export interface Acting {
  /** Buttons for a report's proposals: legal now and allowed to somebody. `notes` say why others are not drawn. */
  offers(
    report: Report,
    signal?: AbortSignal,
  ): Promise<{ readonly offers: readonly Offer[]; readonly notes: readonly string[] }>;
  /** What an offer's button means, read afresh. */
  look(offer: string, who: Person): Promise<Look>;
  /** Asks for it. Without approvers needed it is approved at once. An offer is taken once, whoever clicks how often. */
  request(
    offer: string,
    who: Person,
    form: RequestForm,
    place: { readonly channel: string; readonly thread: MessageAt | null },
  ): Promise<{ readonly kind: 'requested'; readonly approval: Approval } | ActRefusal>;
  approve(
    id: string,
    who: Person,
  ): Promise<{ readonly kind: 'done'; readonly approval: Approval } | ActRefusal>;
  decline(
    id: string,
    who: Person,
    reason: string,
  ): Promise<{ readonly kind: 'done'; readonly approval: Approval } | ActRefusal>;
  withdraw(
    id: string,
    who: Person,
  ): Promise<{ readonly kind: 'done'; readonly approval: Approval } | ActRefusal>;
  /** Those that are not over, the oldest first. */
  open(): Promise<readonly Approval[]>;
  /** Those that are over, the newest first. */
  recent(limit: number): Promise<readonly Approval[]>;
  get(id: string): Promise<Approval | undefined>;
  /** What would be asked for. `words`: the target as typed, then `name=value` for what else it takes. */
  can(verb: string, words: readonly string[], cloud: string, who: Person): Promise<CanAnswer>;
  /** For what is shown, never for what is let: the deeds themselves ask again. Nothing for whoever is no full member. */
  may(who: Person): May;
  frozen(): Promise<Freeze | undefined>;
  /** Anybody who may request may stop everything; what is running is verified to its end. */
  freeze(
    who: Person,
    reason: string,
  ): Promise<{ readonly kind: 'done'; readonly freeze: Freeze } | ActRefusal>;
  /** Needs an approver. */
  thaw(who: Person): Promise<{ readonly kind: 'done' } | ActRefusal>;
  audit(query: AuditQuery): Promise<readonly AuditEntry[]>;
  /** Records a click or command that was refused before it got here: a strange button, another workspace. */
  refuse(who: Person, code: string, words: string): Promise<void>;
  /** Ids of user groups that the policy names, for whoever looks people up. */
  readonly groups: readonly string[];
}

/** What the acting half needs of Slack. Everything may be tried again; nothing here may throw away an outcome. */
export interface Stage {
  /** Draws the approval: posts it where it has no message yet, redraws it otherwise. Resolves when Slack has it. */
  draw(approval: Approval): Promise<MessageAt>;
  /** Posts a journal entry, or the head of the chain, into the audit channel. */
  copy(
    channel: string,
    what: { readonly entry: AuditEntry } | { readonly head: { seq: number; hash: string; at: string } },
  ): Promise<void>;
}

/** What everything that would act answers where nobody has configured it. */
export const NOT_CONFIGURED: ActRefusal = {
  kind: 'refused',
  code: 'not-configured',
  words:
    'I only read here: nobody has configured acting. Whoever runs me adds `acting:` to ironic-oncall.yml, with who may ask, who may agree and which credential carries out; docs/configuration.md tells how.',
};
