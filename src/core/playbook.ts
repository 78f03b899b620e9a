import type { Node } from '../openstack/ironic/schema.ts';
import type { Cause } from './cause.ts';
import type { FactName, Facts } from './facts.ts';
import type { FindingDraft } from './finding.ts';
import type { FleetView } from './fleet-view.ts';
import type { GuideSection } from './guide.ts';
import type { RemediationId } from './remediation.ts';
import type { Aspect } from './subject.ts';

/**
 * One question put to the facts. It returns nothing when all is clear, a finding, or several. It reads with
 * `facts.node()` and its sisters and lets a failed read throw: the runner turns that into "could not check".
 */
export interface Check {
  /** Unique within its playbook. */
  readonly id: string;
  /** The question in a person's words; it is what "clear" and "could not check" are printed with. */
  readonly asks: string;
  /** When the question makes no sense for this node, it is not asked and not counted. */
  readonly appliesTo?: (node: Node) => boolean;
  /**
   * Asked by a pass over a whole fleet before it runs the check on a node: false where no fact could make it find
   * anything, so that ten thousand healthy nodes cost a look each. Without it the check is run on every node.
   */
  readonly suspects?: (node: Node, fleet: FleetView) => boolean;
  /**
   * Facts without which it can find nothing about any node. A pass that does not read one of them for a node does not
   * run the check on it, and says that it did not look.
   */
  readonly needs?: readonly [FactName, ...FactName[]];
  run(facts: Facts): Promise<FindingDraft | readonly FindingDraft[] | undefined>;
}

/** A failure situation: when it is worth thinking of, and the checks that decide. It holds judgement and nothing else. */
export interface Playbook {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  readonly guide: GuideSection;
  /** Further sections that it answers for. docs/playbooks.md prints this and what follows; tests hold it to it. */
  readonly covers?: readonly GuideSection[];
  /** Causes that it can name. */
  readonly causes?: readonly Cause[];
  /** Facts that its checks ask for. */
  readonly reads?: readonly FactName[];
  /** What its findings propose. */
  readonly remedies?: readonly RemediationId[];
  /** It is asked about when the subject has any of these. */
  readonly about: readonly [Aspect, ...Aspect[]];
  /** For playbooks about a node: decided on the node alone, so that the rest is not read in vain. */
  readonly appliesTo?: (node: Node) => boolean;
  readonly checks: readonly [Check, ...Check[]];
}

/** Checks the shape of a playbook where it is written. */
export function definePlaybook(playbook: Playbook): Playbook {
  return playbook;
}
