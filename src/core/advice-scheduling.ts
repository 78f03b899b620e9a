import { type Advice, person, say } from './advice-steps.ts';
import type { Cause } from './cause.ts';

/** What to do when Nova finds no node: the points of the guide's list. */
export const SCHEDULING_ADVICE = {
  'nvh-no-available-node': person(
    ['look-again'],
    () => [
      say(
        'See which nodes are available, and what holds the rest.',
        'baremetal node list --provision-state available --no-maintenance',
      ),
    ],
    'no-valid-host',
  ),
  'nvh-compute-service': person(
    ['restart-compute'],
    () => [
      say(
        'Look for a nova-compute that is disabled or down.',
        'openstack compute service list --service nova-compute --long',
      ),
    ],
    'no-valid-host',
  ),
  'nvh-resource-class': person(
    ['fix-flavor'],
    () => [
      say(
        "Compare the flavor's resources:CUSTOM_* with the nodes' resource_class.",
        'baremetal node list --fields name resource_class provision_state',
      ),
    ],
    'no-valid-host',
  ),
  'nvh-placement-stale': person(
    ['wait', 'look-again'],
    () => [
      say(
        'Wait for one cycle of nova-compute, then compare Placement with Ironic.',
        'openstack resource provider list',
      ),
    ],
    'no-valid-host',
  ),
  'nvh-properties-capabilities': person(
    ['fix-flavor'],
    () => [
      say(
        "Compare the flavor's traits and capabilities with the nodes'.",
        'baremetal node list --fields name traits properties',
      ),
    ],
    'no-valid-host',
  ),
  'nvh-behind-deploy-error': person(
    ['collect-logs'],
    (n) => [
      say(
        'Read why the deploy on that node failed.',
        `baremetal node show ${n.node} -c provision_state -c last_error`,
      ),
    ],
    'no-valid-host',
  ),
} as const satisfies Partial<Record<Cause, Advice>>;
