import { innermost } from '../src/core/error-signature.ts';
import type { FindingDraft, Step } from '../src/core/finding.ts';
import { typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isStable } from '../src/core/provision-state.ts';
import { RECOGNISED } from '../src/core/recognised-errors.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/**
 * Faults with which Ironic sets maintenance and never lifts it, by what has failed (openstack/ironic
 * ironic/common/faults.py); a power failure heals by itself.
 */
const FAILED: Readonly<Record<string, string>> = {
  'clean failure': 'cleaning',
  'rescue abort failure': 'rescue',
  'service failure': 'servicing',
};

const isLeft = (node: Node): boolean =>
  node.maintenance === true && Object.hasOwn(FAILED, node.fault ?? '') && isStable(node.provision_state);

export default definePlaybook({
  id: 'maintenance-left',
  title: "Ironic's own maintenance was left behind",
  guide: 'maintenance',
  covers: [],
  causes: RECOGNISED.causes,
  reads: ['node'],
  remedies: ['unset-maintenance', 'provide'],
  about: ['node'],
  appliesTo: isLeft,
  checks: [
    {
      id: 'lifted',
      asks: 'Has somebody lifted the maintenance that Ironic set for a failure?',
      async run(facts): Promise<FindingDraft> {
        const node = await facts.node();
        const { provision_state: state, fault, maintenance_reason: reason } = node;
        const params = { node: node.uuid };
        return {
          code: 'maintenance-left',
          // Why it was set, as far as its own words tell; that it is still there has no cause but forgetting.
          cause: innermost(reason)?.signature.cause ?? 'insufficient-evidence',
          summary: `The node is ${state} again, but the maintenance that Ironic set for the failed ${FAILED[fault ?? '']} is still there, and Ironic never lifts it by itself.`,
          severity: 'warning',
          evidence: [
            { bearing: 'proves', source: 'node.fault', observed: `${fault}, while ${state}` },
            ...(reason
              ? [{ bearing: 'supports', source: 'node.maintenance_reason', observed: reason } as const]
              : []),
          ],
          proposals: [
            propose('unset-maintenance', params),
            ...(canProvide(node) ? [propose('provide', params)] : []),
          ],
          steps: steps(node),
        };
      },
    },
  ],
});

/** What failed to be cleaned is cleaned by it. */
const canProvide = (node: Node): boolean =>
  node.provision_state === 'manageable' && !node.retired && !node.instance_uuid;

function steps(node: Node): readonly Step[] {
  const name = typedName(node);
  return [
    {
      text: 'When the reason is gone, lift it; Nova uses no node in maintenance.',
      command: `baremetal node maintenance unset ${name}`,
    },
    ...(canProvide(node)
      ? [
          {
            text: 'Its disks may not be clean yet: provide cleans them and leads to available.',
            command: `baremetal node provide ${name}`,
          },
        ]
      : []),
  ];
}
