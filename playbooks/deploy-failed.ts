import { OPERATIONS } from '../src/core/failed-operation.ts';
import { failureFinding, type WayOut } from '../src/core/failure-finding.ts';
import type { Step } from '../src/core/finding.ts';
import { typedName, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { RECOGNISED } from '../src/core/recognised-errors.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

export default definePlaybook({
  id: 'deploy-failed',
  title: 'The deploy failed',
  guide: 'ramdisk-logs',
  covers: RECOGNISED.sections,
  causes: RECOGNISED.causes,
  reads: ['node', 'history'],
  remedies: [...RECOGNISED.remedies, 'undeploy'],
  about: ['node'],
  appliesTo: (node) => node.provision_state === 'deploy failed',
  checks: [
    {
      id: 'why-it-failed',
      asks: 'Why did the deploy fail?',
      async run(facts) {
        const [node, history] = await Promise.all([facts.node(), facts.maybe.history()]);
        const operation = OPERATIONS['deploy failed'];
        return failureFinding({ node, history, operation, now: facts.now, wayOut: wayOut(node) });
      },
    },
  ],
});

/** There is no `manage` here: a deploy again, a rebuild, or undeploy, which tears down and cleans. */
function wayOut(node: Node): WayOut {
  const name = typedName(node);
  if (node.instance_uuid) {
    const server = typedWord(node.instance_uuid, 'instance');
    return {
      proposals: [],
      steps: [
        ...consoleGone(node),
        {
          text: 'An instance is attached, so Nova decides: see what it says, then rebuild or delete the server there. Undeploying here would pull the node from under it.',
          command: `openstack server show ${server} -c name -c status -c fault`,
        },
      ],
    };
  }
  const undeploy: Step = node.protected
    ? { text: 'It is protected: undeploy is refused until somebody lifts that.' }
    : {
        text: 'Or give it up: undeploy wipes what was written, cleans, and leads to available.',
        command: `baremetal node undeploy ${name}`,
      };
  return {
    proposals: node.protected ? [] : [propose('undeploy', { node: node.uuid })],
    steps: [
      ...consoleGone(node),
      {
        text: 'When the reason is gone, deploy again; manage is not accepted in this state.',
        command: `baremetal node deploy ${name}`,
      },
      undeploy,
    ],
  };
}

function consoleGone(node: Node): readonly Step[] {
  if (node.power_state !== 'power off') return [];
  return [
    {
      text: 'It was powered off after the failure ([deploy]power_off_after_deploy_failure, on by default), so the console shows nothing any more; the collected ramdisk log does.',
    },
  ];
}
