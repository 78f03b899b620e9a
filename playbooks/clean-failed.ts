import { OPERATIONS } from '../src/core/failed-operation.ts';
import { failureFinding, type WayOut } from '../src/core/failure-finding.ts';
import type { Step } from '../src/core/finding.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { RECOGNISED } from '../src/core/recognised-errors.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/**
 * The conductor wipes `clean_step` and the agent's address when it fails the node (openstack/ironic
 * ironic/conductor/utils.py, cleaning_error_handler), so the reason is only in the words that it left.
 */
export default definePlaybook({
  id: 'clean-failed',
  title: 'Cleaning failed',
  guide: 'clean-failed',
  covers: [...RECOGNISED.sections, 'cleaning', 'node-history'],
  causes: RECOGNISED.causes,
  reads: ['node', 'history'],
  remedies: [...RECOGNISED.remedies, 'manage', 'unset-maintenance'],
  about: ['node'],
  appliesTo: (node) => node.provision_state === 'clean failed',
  checks: [
    {
      id: 'why-it-failed',
      asks: 'Why did cleaning fail?',
      async run(facts) {
        const [node, history] = await Promise.all([facts.node(), facts.maybe.history()]);
        const operation = OPERATIONS['clean failed'];
        return failureFinding({ node, history, operation, now: facts.now, wayOut: wayOut(node) });
      },
    },
  ],
});

/** `manage` is the only verb that leaves the state; what is retried then depends on who asked for the cleaning. */
function wayOut(node: Node): WayOut {
  const name = typedName(node);
  const { uuid } = node;
  const manual = node.target_provision_state === 'manageable';
  const byCleaning = node.maintenance && node.fault === 'clean failure';
  const steps: Step[] = [
    ...lookInside(node),
    {
      text: 'When the reason is gone, take it out of clean failed: manage is the only way.',
      command: `baremetal node manage ${name}`,
    },
  ];
  if (byCleaning)
    steps.push({
      text: 'Ironic set maintenance for the failed cleaning and does not lift it by itself.',
      command: `baremetal node maintenance unset ${name}`,
    });
  else if (maintenanceHolder(node) === 'person')
    steps.push({
      text: `Maintenance was set by a person, not by the failed cleaning: ask before lifting it${node.maintenance_reason ? ` ("${node.maintenance_reason}")` : ''}.`,
    });
  steps.push(
    manual
      ? {
          text: 'It was a manual cleaning: repeat it with the same steps.',
          command: `baremetal node clean ${name} --clean-steps <steps>`,
        }
      : {
          text: 'It was an automated cleaning: provide repeats it and leads to available.',
          command: `baremetal node provide ${name}`,
        },
  );
  return {
    proposals: [
      propose('manage', { node: uuid }),
      ...(byCleaning ? [propose('unset-maintenance', { node: uuid })] : []),
    ],
    steps,
  };
}

/** Ironic leaves the machine on by default ([conductor]poweroff_in_cleanfail), agent included. */
function lookInside(node: Node): readonly Step[] {
  if (node.power_state !== 'power on') return [];
  return [
    {
      text: 'It is still powered on: look at the console, and at the agent if it runs, before anything resets it.',
      command: `baremetal node console show ${typedName(node)}`,
    },
  ];
}
