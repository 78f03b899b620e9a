import type { Report } from './report.ts';
import type { Resolution } from './subject.ts';

/** Who asks and where, as far as a command needs to know. */
export interface Asker {
  /** Slack's user id, or the login of a terminal. */
  readonly user: string;
  readonly channel?: string;
}

export type DiagnoseOutcome =
  | { readonly kind: 'report'; readonly report: Report }
  | {
      readonly kind: 'unresolved';
      readonly asked: string;
      readonly cloud: string;
      readonly resolution: Exclude<Resolution, { kind: 'found' }>;
    }
  | { readonly kind: 'refused'; readonly message: string };

/** What the commands may ask of the engines. */
export interface Services {
  /**
   * Diagnoses what `words` mean in `cloud` (the default one when absent). It never throws for a sick cloud: that is
   * in the report.
   */
  diagnose(
    words: string,
    options: { readonly cloud?: string; readonly signal?: AbortSignal },
  ): Promise<DiagnoseOutcome>;
  /** Diagnoses pasted text alone; reads no cloud. */
  explain(text: string): Promise<Report>;
  /** Names of the clouds that are configured, the default first. */
  readonly clouds: readonly string[];
}

/** What a command answers with; the Slack and terminal renderers draw it. */
export type Answer =
  | { readonly kind: 'diagnosis'; readonly outcome: DiagnoseOutcome }
  | {
      readonly kind: 'help';
      readonly commands: readonly Command[];
      readonly clouds: readonly string[];
      readonly about?: string;
    }
  /** Plain words, for nonsense and usage; outside text in it is escaped by the renderer. */
  | { readonly kind: 'words'; readonly text: string };

export interface CommandCall {
  /** What followed the word, trimmed, quotes of phones straightened, Slack's own markup undone. */
  readonly text: string;
  readonly asker: Asker;
  readonly services: Services;
  readonly commands: readonly Command[];
  /** Aborted when the bot stops or nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** A word after `/ironic`. The file's name is its `id`. */
export interface Command {
  readonly id: string;
  /** `why <node | instance | MAC | BMC address | port | flavor> [--cloud NAME]`. */
  readonly usage: string;
  /** One line for `/ironic help`. */
  readonly summary: string;
  readonly examples: readonly string[];
  /** True where the answer takes longer than a breath: the person is told at once that it is being worked on. */
  readonly slow?: boolean;
  run(call: CommandCall): Promise<Answer>;
}

export function defineCommand(command: Command): Command {
  return command;
}
