import { OPERATIONS } from '../src/core/failed-operation.ts';
import { failureFinding, type WayOut } from '../src/core/failure-finding.ts';
import type { Step } from '../src/core/finding.ts';
import { typedName, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { RECOGNISED } from '../src/core/recognised-errors.ts';
import { type Proposal, propose, type RemediationId } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

type State = Exclude<keyof typeof OPERATIONS, 'clean failed' | 'deploy failed'>;

/** Inspection, rescue, unrescue, servicing, adoption and tear-down: the same questions with other ways out. */
export default definePlaybook({
  id: 'operation-failed',
  title: 'Inspection, rescue, servicing, adoption or tear-down failed',
  guide: 'states',
  covers: RECOGNISED.sections,
  causes: RECOGNISED.causes,
  reads: ['node', 'history'],
  remedies: [
    ...RECOGNISED.remedies,
    'manage',
    'inspect',
    'unset-maintenance',
    'unrescue',
    'abort',
    'adopt',
    'undeploy',
  ],
  about: ['node'],
  appliesTo: (node) => isState(node.provision_state),
  checks: [
    {
      id: 'why-it-failed',
      asks: 'Why did the last operation fail?',
      async run(facts) {
        const [node, history] = await Promise.all([facts.node(), facts.maybe.history()]);
        const state = node.provision_state;
        if (!isState(state)) return undefined;
        const operation = OPERATIONS[state];
        return failureFinding({ node, history, operation, now: facts.now, wayOut: WAYS_OUT[state](node) });
      },
    },
  ],
});

function isState(state: string): state is State {
  return Object.hasOwn(OPERATIONS, state) && state !== 'clean failed' && state !== 'deploy failed';
}

const step = (text: string, command: string): Step => ({ text, command });
const verbs = (node: Node, ids: readonly RemediationId[]) =>
  ids.map((id) => propose(id, { node: node.uuid }));
const leave = (node: Node, verb: string): string => `baremetal node ${verb} ${typedName(node)}`;

/** Verbs that leave each state: openstack/ironic ironic/common/state_machine.py. */
const WAYS_OUT: Record<State, (node: Node) => WayOut> = {
  'inspect failed': (node) => ({
    proposals: verbs(node, ['manage', 'inspect']),
    steps: [
      step('When the reason is gone, inspect again.', leave(node, 'inspect')),
      step('Or go back without the data.', leave(node, 'manage')),
    ],
  }),
  'rescue failed': (node) => ({
    proposals: [...lifting(node, 'rescue abort failure'), ...verbs(node, ['unrescue'])],
    steps: [
      step("Boot the tenant's system again; its disk was not touched.", leave(node, 'unrescue')),
      ...ironicFault(node, 'rescue abort failure'),
    ],
  }),
  'unrescue failed': (node) => ({
    proposals: verbs(node, ['unrescue']),
    steps: [step("Try again to boot the tenant's system.", leave(node, 'unrescue'))],
  }),
  'service failed': (node) => ({
    // No verb of power: a firmware flash may be running, and a reset then can break the machine for good. The abort
    // boots the tenant's system, so beside words of firmware it is left to somebody who looked first.
    proposals: speaksOfFirmware(node) ? [] : [...lifting(node, 'service failure'), ...verbs(node, ['abort'])],
    steps: [
      {
        text: "Look at the console and the BMC's job queue first: while firmware is being written, neither power-cycle nor abort.",
      },
      ...ironicFault(node, 'service failure'),
      step('Then go back to active without the rest of the service steps.', leave(node, 'abort')),
    ],
  }),
  'adopt failed': (node) => ({
    proposals: verbs(node, ['manage', 'adopt']),
    steps: [
      step('Correct driver_info or instance_info, then adopt again.', leave(node, 'adopt')),
      step('Or go back; nothing on its disk is touched.', leave(node, 'manage')),
    ],
  }),
  error: (node) =>
    node.instance_uuid
      ? {
          proposals: [],
          steps: [
            step(
              'An instance is still attached: see in Nova whether its deletion is under way before repeating it.',
              `openstack server show ${typedWord(node.instance_uuid, 'instance')} -c name -c status -c fault`,
            ),
          ],
        }
      : {
          proposals: node.protected ? [] : verbs(node, ['undeploy']),
          steps: [step('When the reason is gone, repeat the tear-down; it cleans.', leave(node, 'undeploy'))],
        },
};

const speaksOfFirmware = (node: Node): boolean =>
  /firmware|flash|\bbios\b|\braid\b/i.test(
    `${node.last_error ?? ''} ${node.maintenance_reason ?? ''} ${node.service_step?.interface ?? ''} ${node.service_step?.step ?? ''}`,
  );

/** Ironic takes neither verb in maintenance. */
function lifting(node: Node, fault: string): readonly Proposal[] {
  return node.maintenance && node.fault === fault ? [propose('unset-maintenance', { node: node.uuid })] : [];
}

/** Only Ironic's own hold is ours to lift, and it never lifts this one by itself. */
function ironicFault(node: Node, fault: string): readonly Step[] {
  if (!node.maintenance || node.fault !== fault) return [];
  return [
    step(
      `Ironic set maintenance itself (fault "${fault}"); lift it when its reason is gone.`,
      leave(node, 'maintenance unset'),
    ),
  ];
}
