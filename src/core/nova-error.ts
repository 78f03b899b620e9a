import { innermost } from './error-signature.ts';
import type { FindingDraft } from './finding.ts';
import { recognised } from './recognised.ts';
import { propose } from './remediation.ts';
import { alsoReadAs, alsoToldAs } from './text-causes.ts';

/** A sentence of Nova's about a server that failed. */
export interface NovaSaid {
  readonly text: string;
  /** Where it was read, for the evidence. */
  readonly source: string;
}

/** A sentence of Nova's that has the error of another service inside. */
export interface Wrapper {
  readonly code: string;
  readonly pattern: RegExp;
  readonly says: string;
  readonly cause: 'nvh-behind-deploy-error' | 'nvh-placement-stale' | 'network-vif';
}

/**
 * Wordings of openstack/nova nova/exception.py, nova/scheduler/utils.py and nova/virt/ironic/driver.py; the telling ones
 * first.
 */
const WRAPPERS: readonly Wrapper[] = [
  {
    code: 'nvh-behind-deploy-error-validation',
    pattern: /Ironic node: \S+ failed to validate/i,
    says: 'Ironic refused the chosen node when it validated it',
    cause: 'nvh-behind-deploy-error',
  },
  {
    code: 'nvh-placement-stale-taken',
    pattern: /Failed to reserve node \S+ when provisioning the instance/i,
    says: 'The chosen node was taken or no longer available: Placement offered it from an old view',
    cause: 'nvh-placement-stale',
  },
  {
    code: 'nvh-behind-deploy-error-vif',
    pattern: /Cannot attach VIF \S+ to the node|Failed to allocate the network\(s\)/i,
    says: "The instance's network could not be attached to the chosen node",
    cause: 'network-vif',
  },
  {
    code: 'nvh-behind-deploy-error-deploy',
    pattern:
      /Failed to provision instance|Error in deploy of node|Failed to add deploy parameters on node|Failed to request Ironic to (?:provision|rebuild)/i,
    says: 'A node was chosen, and its deploy failed',
    cause: 'nvh-behind-deploy-error',
  },
  {
    code: 'nvh-behind-deploy-error-aborted',
    pattern: /Build of instance \S+ (?:was re-scheduled|aborted):/i,
    says: 'A node was chosen, and the build on it failed',
    cause: 'nvh-behind-deploy-error',
  },
  {
    code: 'nvh-behind-deploy-error-retries',
    pattern:
      /Exceeded maximum number of retries|Exceeded max scheduling attempts|Exhausted all hosts available for retrying/i,
    says: 'Nodes were chosen, the build failed on each, and Nova ran out of them',
    cause: 'nvh-behind-deploy-error',
  },
];

/** Codes of Nova's word that a build failed, whatever of; the reason itself explains them. */
export const BUILD_FAILED_CODES: readonly string[] = WRAPPERS.flatMap(({ code, cause }) =>
  cause === 'nvh-behind-deploy-error' ? [code] : [],
);

/** The most telling wrapper in `text`. */
export const wrapperIn = (text: string): Wrapper | undefined =>
  WRAPPERS.find(({ pattern }) => pattern.test(text));

/**
 * The reason inside, when its wording is known. One that proves itself is the answer and Nova's error only its
 * wrapping; a vaguer one is named beside it.
 */
export function innerFinding({ text, source }: NovaSaid, wrapper: Wrapper): FindingDraft | undefined {
  const signature = innermost(text)?.signature;
  if (signature?.depth !== 'inner') return undefined;
  const { cause, bearing, says, next } = signature;
  if (cause === 'insufficient-evidence' || cause === wrapper.cause || cause.startsWith('nvh-'))
    return undefined;
  // Nova's word for the network only says where it was; whatever is known of why leads.
  const sure = bearing === 'proves' || (wrapper.cause === 'network-vif' && !signature.yields);
  return {
    code: `deploy-failed-${cause}`,
    cause,
    summary: `The deploy behind Nova's error failed: ${says}.`,
    severity: sure ? 'critical' : 'warning',
    evidence: [{ bearing, source, observed: text.trim() }],
    ...(sure ? { explains: [...WRAPPERS.map(({ code }) => code), ...alsoToldAs(text, cause)] } : {}),
    ...(cause === 'conductor-disk-full' ? { proposals: [propose('fix-disk')] } : {}),
    steps: [
      { text: next ?? "Read the conductor's log for that deploy." },
      ...(cause === 'conductor-disk-full'
        ? [{ text: 'On the conductor, see what is full.', command: 'df -h /var/lib/ironic /tmp' }]
        : []),
    ],
  };
}

/**
 * The reason in an error that wraps nothing, when its wording is known. What the scheduler says of itself is left
 * alone: Placement and the nodes answer that. `server` is the server as it is typed.
 */
export function plainFinding({ text, source }: NovaSaid, server: string): FindingDraft | undefined {
  const recognition = innermost(text);
  if (recognition?.signature.depth !== 'inner') return undefined;
  const { cause, phase } = recognition.signature;
  if (cause === 'insufficient-evidence' || cause === 'healthy' || phase === 'schedule') return undefined;
  const named = { node: '<node>', conductor: '<conductor>' };
  const known = recognised(recognition, { source, text: text.trim(), named });
  return {
    code: `deploy-failed-${cause}`,
    cause,
    summary: `Nova gave the server up: ${known.says}.`,
    severity: cause === 'operator-maintenance' ? 'warning' : 'critical',
    evidence: [known.evidence, ...alsoReadAs(recognition, source)],
    proposals: known.proposals,
    steps: [
      // Nova names no node here, so what would be typed about one is of no use.
      ...known.steps.filter(({ command }) => !command?.includes(named.node)),
      { text: 'Read at which step it ended.', command: `openstack server event list ${server}` },
    ],
    guide: known.guide ?? 'api-errors',
  };
}
