import { textIn } from '../src/core/bag.ts';
import { bmcForCommand } from '../src/core/bmc-finding.ts';
import { conductorNamed, isDead } from '../src/core/conductors.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { typedName, typedUuid } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isIng, isWait } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
import { formatDuration, secondsSince } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** `power_state_change_timeout` and ipmitool's retries are 60 s each; a lock beyond both is not in passing any more. */
const LONG = 120;

/** Reading one BMC's power state takes about as long; the loop does so every minute on a node that is well. */
const IN_PASSING = 5;

/** A heartbeat is worked on under the lock; it comes and goes with the ramdisk's rhythm. */
function heartbeatAtWork(node: Node, now: Date): boolean {
  const heartbeat = textIn(node.driver_internal_info, 'agent_last_heartbeat');
  const age = secondsSince(heartbeat, now);
  return isWait(node.provision_state) && age !== undefined && age < 60;
}

function purpose(node: Node): string {
  if (node.target_power_state) return `a power action (${node.target_power_state})`;
  return isWait(node.provision_state)
    ? 'a heartbeat or the power sync loop'
    : 'a request or the power sync loop';
}

function steps(node: Node, long: boolean): readonly Step[] {
  const again: Step = {
    text: 'Look again, and repeat what was refused; such locks go within seconds.',
    command: `baremetal node show ${typedName(node)} -f json --fields reservation provision_state target_power_state`,
  };
  const trace: Step = {
    text: 'See who took the lock, for what, and how long locks on this node last.',
    command: `grep -E '(task_manager|ironic.common.states|NodeLocked).*${typedUuid(node)}' /var/log/ironic/ironic-conductor.log | tail -40`,
  };
  const bmc: Step = {
    text: `A lock of minutes in this state mostly means a BMC (${bmcForCommand(node)}) that is slow or silent; check it, and reset it if need be.`,
  };
  return long ? [trace, bmc, again] : [again, trace, bmc];
}

async function locked(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const host = node.reservation;
  if (!host) return undefined;
  const conductors = await facts.maybe.conductors();
  const holder = conductorNamed(conductors ?? [], host);
  // A lock whose owner is dead does not pass; that is another finding.
  if (conductors && (!holder || isDead(holder))) return undefined;
  // Taking the lock writes the node, so it has been held at least since the last write.
  const held = secondsSince(node.updated_at, facts.now);
  const long = held !== undefined && held > LONG;
  const passing = held !== undefined && held <= IN_PASSING && !node.target_power_state;
  const evidence: [Evidence, ...Evidence[]] = [
    {
      bearing: holder ? 'proves' : 'supports',
      source: 'node.reservation',
      observed: `${host}, while ${node.provision_state}`,
    },
  ];
  if (held !== undefined) {
    evidence.push({
      bearing: 'supports',
      source: 'node.updated_at',
      observed: `${node.updated_at}: the lock is at least ${formatDuration(held)} old`,
    });
  }
  if (node.target_power_state) {
    evidence.push({
      bearing: 'supports',
      source: 'node.target_power_state',
      observed: node.target_power_state,
    });
  }
  if (holder) {
    evidence.push({
      bearing: 'supports',
      source: `conductors[${holder.hostname}].alive`,
      observed: `true, last heartbeat ${holder.updated_at ?? 'unknown'}`,
    });
  }
  return {
    code: 'node-locked',
    cause: 'node-locked',
    summary: `Conductor ${host} holds the node for ${purpose(node)}, so other requests get HTTP 409; ${
      long
        ? `it has for at least ${formatDuration(held)}, so look at the BMC`
        : 'it is safe to retry in some seconds'
    }.`,
    severity: passing || (!long && heartbeatAtWork(node, facts.now)) ? 'info' : 'warning',
    evidence,
    proposals: long
      ? [propose('collect-logs', { node: node.uuid }), propose('fix-bmc', { node: node.uuid })]
      : [propose('retry-later', { node: node.uuid })],
    steps: steps(node, long),
  };
}

export default definePlaybook({
  id: 'node-locked',
  title: 'Another task holds the node',
  guide: 'node-locked',
  covers: [],
  causes: ['node-locked'],
  reads: ['node', 'conductors'],
  remedies: ['retry-later', 'collect-logs', 'fix-bmc'],
  about: ['node'],
  checks: [
    {
      id: 'lock',
      asks: 'Does another task hold the node?',
      // In an -ing state the lock is the operation itself.
      appliesTo: (node) => !isIng(node.provision_state),
      suspects: (node) => Boolean(node.reservation),
      run: locked,
    },
  ],
});
