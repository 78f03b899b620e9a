import type { Acting, ActRefusal, CanAnswer, Freeze } from './acting.ts';
import type { Alerts, Silence, SilenceOf } from './alert-story.ts';
import type { Approval } from './approval.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { Facts } from './facts.ts';
import type { FleetLook, FleetOutcome } from './fleet-look.ts';
import type { FleetGroup, TroubledNode } from './fleet-report.ts';
import type { LogView } from './log-view.ts';
import type { NodeHistory } from './node-history.ts';
import type { DiagnoseOutcome, DiagnosisAnswer, Refused, Unresolved } from './outcome.ts';
import type { Person } from './person.ts';
import type { Hand, Procedure } from './procedure.ts';
import type { Report } from './report.ts';
import type { Subject } from './subject.ts';

/** Who asks and where, as far as a command needs to know. */
export interface Asker {
  /** Slack's user id, or the login of a terminal. */
  readonly user: string;
  readonly channel?: string;
}

/** Facts about what the words mean, read as they are asked for and within the deadline. */
export interface Found {
  readonly kind: 'found';
  readonly subject: Subject;
  readonly facts: Facts;
  /** Remarks about the subject itself: "an instance has the same name". */
  readonly notes: readonly string[];
}

export type LookOutcome = Found | Unresolved | Refused;

/** `cloud`: the default one when absent. */
export interface ServiceOptions {
  readonly cloud?: string;
  readonly signal?: AbortSignal;
}

/** What the commands may ask of the engines. */
export interface Services {
  /** Diagnoses what `words` mean. It never throws for a sick cloud: that is in the report. */
  diagnose(words: string, options: ServiceOptions): Promise<DiagnoseOutcome>;
  /** What is known of what `words` mean, for answers that are no diagnosis. */
  look(words: string, options: ServiceOptions): Promise<LookOutcome>;
  /** Diagnoses pasted text alone; reads no cloud. */
  explain(text: string): Promise<Report>;
  /** Every node of a cloud, or those that the words mean. Whoever asks soon after somebody gets the same reading. */
  fleet(words: string | undefined, options: ServiceOptions): Promise<FleetOutcome>;
  /** Names of the clouds that are configured, the default first. */
  readonly clouds: readonly string[];
  /** Absent where no `acting` is configured: then the bot reads only. */
  readonly acting?: Acting | undefined;
  /** Absent where no `alerts` are configured. */
  readonly alerts?: Alerts | undefined;
}

/** What belongs below the answer as a file, a text or a picture. Scrubbed and bounded by whoever makes it. */
export interface AnswerFile {
  readonly filename: string;
  readonly title: string;
  readonly content: string | Uint8Array;
  /** Description for who cannot see it. */
  readonly alt?: string;
}

export interface TextFile extends AnswerFile {
  readonly content: string;
}

/** What a button of an answer asks: a command about a subject. */
export interface Asked {
  /** A command's id. */
  readonly command: string;
  /** A procedure's id, for a guide. */
  readonly topic?: string;
}

/** Whom an answer is about. */
export interface About {
  readonly subject: Subject;
  /** Remarks about the subject itself: "an instance has the same name". */
  readonly notes: readonly string[];
}

/** What a command answers with; the Slack and terminal renderers draw it. */
export type Answer =
  | DiagnosisAnswer
  | {
      readonly kind: 'help';
      readonly commands: readonly Command[];
      readonly clouds: readonly string[];
      readonly about?: string;
    }
  /** As with a diagnosis, for a command that only looked; its buttons ask the same of another subject. */
  | { readonly kind: 'unclear'; readonly outcome: Unresolved | Refused; readonly asked: Asked }
  | ({ readonly kind: 'history'; readonly history: NodeHistory } & About)
  | ({ readonly kind: 'logs'; readonly view: LogView; readonly files: readonly AnswerFile[] } & About)
  /** `asked` is what its buttons ask again: the words of the filter, or that all are meant. */
  | {
      readonly kind: 'fleet';
      readonly look: FleetLook;
      readonly asked: string;
      readonly files: readonly AnswerFile[];
    }
  /** The nodes of one group of a fleet, the longest trouble first. */
  | {
      readonly kind: 'fleet-nodes';
      readonly cloud: string;
      /** ISO 8601, when the fleet was read. */
      readonly at: string;
      readonly group: FleetGroup;
      readonly asked: string;
      readonly nodes: readonly TroubledNode[];
    }
  | { readonly kind: 'topics'; readonly procedures: readonly Procedure[]; readonly unknown?: Unknown }
  | {
      readonly kind: 'procedure';
      readonly procedure: Procedure;
      readonly hand: Hand;
      /** The node that the commands are filled in for. */
      readonly about?: About;
      /** What of the node could not be read, in words. */
      readonly unread: readonly string[];
    }
  /** What waits and runs, and what ran lately. */
  | {
      readonly kind: 'approvals';
      readonly open: readonly Approval[];
      readonly recent: readonly Approval[];
      readonly frozen: Freeze | undefined;
    }
  | {
      readonly kind: 'audit';
      /** What was asked for, in words: "node-17 since yesterday"; empty for everything. */
      readonly about: string;
      /** The newest first. */
      readonly entries: readonly AuditEntry[];
      /** True where there are older ones that were not read. */
      readonly more: boolean;
    }
  | { readonly kind: 'can'; readonly answer: CanAnswer }
  /** Somebody stopped all acting, or let it go on: `freeze` is null then. */
  | { readonly kind: 'freeze'; readonly freeze: Freeze | null; readonly by: string }
  /** Somebody was not let; `refusal.people` are whom the end of its words means. */
  | { readonly kind: 'denied'; readonly refusal: ActRefusal }
  /** What nobody wants to hear of, the one that ends first first. */
  | { readonly kind: 'silences'; readonly silences: readonly Silence[] }
  | { readonly kind: 'silenced'; readonly silence: Silence }
  | { readonly kind: 'unsilenced'; readonly of: readonly SilenceOf[]; readonly by: string }
  /** Plain words, for nonsense and usage; outside text in it is escaped by the renderer. */
  | { readonly kind: 'words'; readonly text: string };

/** A topic that there is none of, or more than one. */
export interface Unknown {
  readonly asked: string;
  readonly several: boolean;
  /** Ids of those that could have been meant, the likeliest first. */
  readonly meant: readonly string[];
  /** The node that was named behind it. */
  readonly node?: string;
}

export interface CommandCall {
  /** What followed the word, trimmed, quotes of phones straightened, Slack's own markup undone. */
  readonly text: string;
  readonly asker: Asker;
  /** The asker as Slack vouches for them. Asked for only by what depends on it, since Slack may have to be asked. */
  who(): Promise<Person>;
  readonly now: Date;
  readonly services: Services;
  readonly commands: readonly Command[];
  /** Aborted when the bot stops or nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** A click that names a subject: nothing is left to be read from words. */
export interface AboutCall {
  readonly subject: string;
  readonly cloud?: string;
  readonly topic?: string;
  readonly services: Services;
  readonly signal?: AbortSignal;
}

/** Under which heading `help` lists a command. */
export type CommandGroup = 'trouble' | 'look' | 'act' | 'manual';

/** A word after `/ironic`. The file's name is its `id`. */
export interface Command {
  readonly id: string;
  /** `why <node | instance | MAC | BMC address | port | flavor> [--cloud NAME]`. */
  readonly usage: string;
  /** One line for `/ironic help`. */
  readonly summary: string;
  readonly examples: readonly string[];
  /** `manual` when absent. */
  readonly group?: CommandGroup;
  /** True where the answer takes longer than a breath: the person is told at once that it is being worked on. */
  readonly slow?: boolean;
  /** What it is at while it works, `diagnosing` when absent. */
  readonly doing?: string;
  /**
   * Who finds it in `help`: where acting is configured, everybody or those who may ask or agree; `watchers`: everybody where
   * alerts are. Everybody when absent.
   */
  readonly shownTo?: 'acting' | 'requesters' | 'approvers' | 'watchers';
  /** True where a person may be named: then a mention arrives as `<@U…>` rather than as a name. */
  readonly namesPeople?: boolean;
  /** True where doing it a second time is not the same as once: where a process dies over it, nobody else begins anew. */
  readonly once?: boolean;
  run(call: CommandCall): Promise<Answer>;
  /** Answers a button about a subject; absent where there are none. */
  about?(call: AboutCall): Promise<Answer>;
}

export function defineCommand(command: Command): Command {
  return command;
}
