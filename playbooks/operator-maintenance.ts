import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isHold } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
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
    proposals: [propose('ask-operator', { node: node.uuid })],
    steps: [
      { text: 'Ask whoever wrote the steps or runbook what they wait for; nothing times out meanwhile.' },
      { text: 'When that is done, let it go on.', command: `baremetal node unhold ${typedName(node)}` },
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
    guide: 'states',
  };
}

export default definePlaybook({
  id: 'operator-maintenance',
  title: 'A person holds the node',
  guide: 'maintenance',
  covers: ['states', 'retirement'],
  causes: ['operator-maintenance'],
  reads: ['node'],
  remedies: ['ask-operator'],
  about: ['node'],
  checks: [
    { id: 'maintenance', asks: 'Does a person hold the node in maintenance?', run: held },
    {
      id: 'hold',
      asks: 'Is the node held by a step?',
      appliesTo: (node) => isHold(node.provision_state),
      run: heldByStep,
    },
    {
      id: 'marks',
      asks: 'Is the node retired or protected?',
      run: marked,
    },
  ],
});
