import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { typedName, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isHold } from '../src/core/provision-state.ts';
import { type Proposal, propose } from '../src/core/remediation.ts';
import { cut } from '../src/lib/cut.ts';
import { formatDuration, secondsSince } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** States in which `retired` is what keeps the node from being used; elsewhere it only says what comes later. */
const RETIRED_MATTERS = ['enroll', 'manageable', 'available', 'clean failed', 'inspect failed'];

/** Enough of a reason for a sentence; the whole of it is in the evidence. */
const brief = (reason: string | null | undefined): string =>
  cut((reason ?? '').replace(/\s+/g, ' ').trim(), 80);

/** Other marks of a person that whoever asks should know of as well. */
function otherMarks(node: Node): readonly Evidence[] {
  const marks: Evidence[] = [];
  if (node.retired) {
    marks.push({
      bearing: 'supports',
      source: 'node.retired',
      observed: `true: ${node.retired_reason || 'no reason given'}`,
    });
  }
  if (node.protected) {
    marks.push({
      bearing: 'supports',
      source: 'node.protected',
      observed: `true: ${node.protected_reason || 'no reason given'}; undeploy, rebuild and delete are refused`,
    });
  }
  return marks;
}

async function held(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const holder = maintenanceHolder(node);
  if (holder !== 'person' && holder !== 'unknown') return undefined;
  const since = secondsSince(node.updated_at, facts.now);
  const reason = node.maintenance_reason;
  return {
    code: 'operator-maintenance',
    cause: 'operator-maintenance',
    summary: `A person holds the node in maintenance${since === undefined ? '' : ` (for at least ${formatDuration(since)})`}: ${reason ? `"${brief(reason)}"` : 'no reason was given'}.`,
    severity: 'warning',
    evidence: [
      {
        bearing: holder === 'person' ? 'proves' : 'supports',
        source: 'node.maintenance',
        observed:
          holder === 'person'
            ? `true, with no fault of Ironic's own: set through the API${node.owner ? `; owner ${node.owner}` : ''}`
            : 'true; this release does not tell whether Ironic or a person set it',
      },
      {
        bearing: 'supports',
        source: 'node.maintenance_reason',
        observed: reason || 'empty',
      },
      ...(node.updated_at
        ? [
            {
              bearing: 'supports',
              source: 'node.updated_at',
              observed: `${node.updated_at}: nothing was changed since, so maintenance is at least that old`,
            } as const,
          ]
        : []),
      ...otherMarks(node),
    ],
    proposals: [propose('ask-operator', { node: node.uuid })],
    steps: [
      {
        text: 'Find who set it, by the reason, the owner, or the audit log of the API; Ironic never lifts it by itself.',
        command: `baremetal node show ${typedName(node)} -f json --fields maintenance maintenance_reason fault owner lessee updated_at`,
      },
    ],
  };
}

/** openstack/ironic ironic/common/state_machine.py; of deploys also releasenotes/notes/deploywait-abort-*. */
const ABORTED_HOLD: Readonly<Record<string, string>> = {
  'deploy hold': 'abort takes down what was deployed and cleans',
  'clean hold': 'abort leads to clean failed, and manage leads out of there',
  'service hold': 'abort leads to service failed; the instance stays on the disk',
};

function endHold(node: Node): Step {
  if (node.provision_state === 'deploy hold' && node.instance_uuid)
    return {
      text: 'Or end it from Nova, since an instance is attached: an abort here would pull the node from under it.',
      command: `openstack server show ${typedWord(node.instance_uuid, 'instance')} -c name -c status`,
    };
  return {
    text: `Or end the operation instead: ${ABORTED_HOLD[node.provision_state] ?? 'abort leads to its failed state'}.`,
    command: `baremetal node abort ${typedName(node)}`,
  };
}

/** For whoever has asked: two ways on, unless maintenance holds it as well. */
function outOfHold(node: Node): readonly Proposal[] {
  if (node.maintenance) return [];
  const pulled = node.provision_state === 'deploy hold' && node.instance_uuid;
  return [propose('unhold', { node: node.uuid }), ...(pulled ? [] : [propose('abort', { node: node.uuid })])];
}

async function heldByStep(facts: Facts): Promise<FindingDraft> {
  const node = await facts.node();
  return {
    code: 'held-by-step',
    cause: 'operator-maintenance',
    summary: `The node waits in ${node.provision_state} because its steps ask for a hold, and nothing goes on until somebody lets it.`,
    severity: 'warning',
    evidence: [
      {
        bearing: 'proves',
        source: 'node.provision_state',
        observed: `${node.provision_state} since ${node.provision_updated_at ?? 'an unknown time'}`,
      },
      ...otherMarks(node),
    ],
    proposals: [propose('ask-operator', { node: node.uuid }), ...outOfHold(node)],
    steps: [
      { text: 'Ask whoever wrote the steps or runbook what they wait for; nothing times out meanwhile.' },
      {
        text: 'When that is done, let it go on (unhold needs API 1.85).',
        command: `baremetal --os-baremetal-api-version 1.85 node unhold ${typedName(node)}`,
      },
      endHold(node),
    ],
    guide: 'states',
  };
}

async function marked(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const marks = otherMarks(node);
  const [first, ...rest] = marks;
  // The hold by maintenance tells of these marks itself.
  if (!first || node.maintenance) return undefined;
  const matters = node.retired === true && RETIRED_MATTERS.includes(node.provision_state);
  return {
    code: node.retired ? 'retired' : 'protected',
    cause: 'operator-maintenance',
    summary: node.retired
      ? `The node is retired (${brief(node.retired_reason) || 'no reason given'}), so "provide" is refused.`
      : `The node is protected (${brief(node.protected_reason) || 'no reason given'}), so undeploy, rebuild and delete are refused.`,
    severity: matters ? 'warning' : 'info',
    evidence: [{ ...first, bearing: 'proves' }, ...rest],
    proposals: [propose('ask-operator', { node: node.uuid })],
    steps: node.retired ? retiredSteps(node) : protectedSteps(node),
    guide: node.retired ? 'retirement' : 'states',
  };
}

/** openstack/ironic doc/source/admin/retirement.rst. */
function retiredSteps(node: Node): readonly Step[] {
  return [
    {
      text: 'Ask whoever retired it: it is meant to leave, and Ironic keeps it out of available on purpose.',
    },
    inUse(node)
      ? {
          text: 'Its instance goes on as before; once that is deleted the node is cleaned and ends in manageable.',
        }
      : {
          text: 'Only if it shall stay after all: take the mark away, then provide it again, which cleans.',
          command: `baremetal node unset ${typedName(node)} --retired`,
        },
  ];
}

function protectedSteps(node: Node): readonly Step[] {
  return [
    { text: 'Ask whoever protected it before anything that would undeploy, rebuild or delete it.' },
    {
      text: 'Only with their word: take the mark away.',
      command: `baremetal node unset ${typedName(node)} --protected`,
    },
  ];
}

const inUse = (node: Node): boolean =>
  Boolean(node.instance_uuid) || !RETIRED_MATTERS.includes(node.provision_state);

export default definePlaybook({
  id: 'operator-maintenance',
  title: 'A person holds the node',
  guide: 'maintenance',
  covers: ['states', 'retirement'],
  causes: ['operator-maintenance'],
  reads: ['node'],
  remedies: ['ask-operator', 'unhold', 'abort'],
  about: ['node'],
  checks: [
    {
      id: 'maintenance',
      asks: 'Does a person hold the node in maintenance?',
      suspects: (node) => node.maintenance === true,
      run: held,
    },
    {
      id: 'hold',
      asks: 'Is the node held by a step?',
      appliesTo: (node) => isHold(node.provision_state),
      run: heldByStep,
    },
    {
      id: 'marks',
      asks: 'Is the node retired or protected?',
      suspects: (node) => node.retired === true || node.protected === true,
      run: marked,
    },
  ],
});
