import type { Step } from './finding.ts';
import type { GuideSection } from './guide.ts';

/**
 * What a procedure's commands are filled in with: words of the node at hand, each safe as one word of a shell
 * (`typedName` and its sisters in node-words.ts), or a placeholder such as `<node>` where nothing is known.
 */
export interface Hand {
  /** Name, or UUID where it has none. */
  readonly node: string;
  readonly uuid: string;
  readonly instance: string;
  /** Hostname of the conductor that is responsible for it. */
  readonly conductor: string;
  readonly driver: string;
  /** Address of the BMC without a scheme. */
  readonly bmc: string;
  /** The MAC that boots. */
  readonly mac: string;
  /** `leaf-12` and `Ethernet1/7`, from `local_link_connection`. */
  readonly switch_name: string;
  readonly switch_port: string;
  readonly image: string;
}

/** How a person carries out by hand what no API does: a topic of `/ironic guide`. Plain data, one file each. */
export interface Procedure {
  /** The file's name and the topic that people type: `port-fast`. */
  readonly id: string;
  readonly title: string;
  /** Sections of the guide that it stands for, the main one first; findings about these point here. */
  readonly sections: readonly [GuideSection, ...GuideSection[]];
  /** Other words that people type for it: `stp`, `spanning tree`. */
  readonly words: readonly string[];
  /** One sentence: when one does this. */
  readonly when: string;
  /** At most ten, in our own words, in order. */
  steps(hand: Hand): readonly [Step, ...Step[]];
  /** How to see that it worked. */
  readonly done: string;
  /** What can go wrong with it, where something can. */
  readonly beware?: string;
}

/** Checks the shape of a procedure where it is written. */
export function defineProcedure(procedure: Procedure): Procedure {
  return procedure;
}
