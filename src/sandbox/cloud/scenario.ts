import type { Site } from './site.ts';

/** What somebody who asks about the subject should be told. */
export interface Expectation {
  /** What to type after the question: the name of a node, an instance or a flavor. */
  readonly subject: string;
  /** Causes that are right answers, the best one first. */
  readonly causes: readonly string[];
  /** Section of the troubleshooting guide that this stands for, by the bot's word for it; decoys have none. */
  readonly section?: string;
  /** One line for a newcomer: what this looks like from outside, without giving the cause away. */
  readonly title: string;
}

/** One trouble (or one decoy) with everything that all services say about it. */
export interface Scenario {
  /** Same as the file name. */
  readonly name: string;
  readonly expect: Expectation;
  build(site: Site): void;
}
