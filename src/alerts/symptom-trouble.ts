import type { Cause } from '../core/cause.ts';
import type { TroubledNode } from '../core/fleet-report.ts';

/** Which of the nodes in trouble an alert may mean that complains of this and names none. */
type Fits = (node: TroubledNode) => boolean;

const inState =
  (...states: readonly string[]): Fits =>
  ({ provision_state }) =>
    states.includes(provision_state);
const of =
  (...causes: readonly Cause[]): Fits =>
  ({ cause }) =>
    causes.includes(cause);

/** By SYMPTOMS of src/core/alert-vocabulary.ts; what no node shows is not in it. */
const SHOWN_BY: Readonly<Record<string, Fits>> = {
  'clean-failed': inState('clean failed'),
  'deploy-failed': inState('deploy failed'),
  'build-failed': inState('deploy failed'),
  'inspect-failed': inState('inspect failed'),
  'node-error': ({ provision_state }) => /failed$|^error$/.test(provision_state),
  'node-stuck': ({ provision_state }) => /wait$|ing$/.test(provision_state),
  'node-maintenance': of('operator-maintenance'),
  'power-sync': of('power-sync-failure'),
  'bmc-unreachable': of('ipmi-unreachable', 'redfish-bmc-error', 'power-sync-failure'),
  'bmc-credentials': of('bmc-credentials', 'ipmi-session-cipher'),
  'conductor-down': of('stuck-ing-state'),
  'conductor-error': of('stuck-ing-state', 'conductor-oom', 'conductor-disk-full'),
  'supply-low': of('nvh-no-available-node', 'nvh-placement-stale', 'nvh-properties-capabilities'),
  'no-valid-host': of(
    'nvh-no-available-node',
    'nvh-compute-service',
    'nvh-resource-class',
    'nvh-placement-stale',
    'nvh-properties-capabilities',
  ),
  'compute-down': of('nvh-compute-service'),
  'network-agent-down': of('network-vif'),
};

/** Nodes that show what the symptom says, in the order of the report. */
export function shownBy(symptom: string, nodes: readonly TroubledNode[]): readonly TroubledNode[] {
  const fits = SHOWN_BY[symptom];
  return fits ? nodes.filter(fits) : [];
}
