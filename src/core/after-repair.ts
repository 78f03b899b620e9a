import type { Node } from '../openstack/ironic/schema.ts';
import type { Step } from './finding.ts';
import { typedName, typedWord } from './node-words.ts';

/**
 * How a failed deploy or cleaning goes on once its reason is gone. Verbs that leave each state: openstack/ironic
 * ironic/common/state_machine.py; with an instance attached Nova decides.
 */
export function stepsAfterRepair(node: Node): readonly Step[] {
  const name = typedName(node);
  if (node.provision_state === 'clean failed') {
    const manual = node.target_provision_state === 'manageable';
    return [
      {
        text: 'Then leave clean failed: manage is the only way.',
        command: `baremetal node manage ${name}`,
      },
      ...(node.maintenance && node.fault === 'clean failure'
        ? [
            {
              text: 'Ironic set maintenance for the failed cleaning and does not lift it by itself.',
              command: `baremetal node maintenance unset ${name}`,
            },
          ]
        : []),
      manual
        ? {
            text: 'Repeat the manual cleaning with the same steps.',
            command: `baremetal node clean ${name} --clean-steps <steps>`,
          }
        : { text: 'Repeat the cleaning: provide cleans.', command: `baremetal node provide ${name}` },
    ];
  }
  if (node.provision_state !== 'deploy failed') return [];
  if (node.instance_uuid) {
    return [
      {
        text: 'An instance is attached, so Nova decides: then rebuild or delete the server there.',
        command: `openstack server show ${typedWord(node.instance_uuid, 'instance')} -c name -c status -c fault`,
      },
    ];
  }
  return [
    {
      text: 'Then deploy again; manage is not accepted in this state.',
      command: `baremetal node deploy ${name}`,
    },
  ];
}
