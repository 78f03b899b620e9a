import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { changing, inFlight, isAllocated, tracesOfNova } from '../src/core/instance-view.ts';
import { nodeLabel, typedName, typedUuid, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';
import type { Server } from '../src/openstack/nova/schema.ts';

/** Two reads that cannot both be true. Which one is wrong is not ours to guess: a tenant's system may be on it. */
export default definePlaybook({
  id: 'instance-contradiction',
  title: 'Ironic and Nova disagree about the instance on the node',
  guide: 'states',
  covers: ['states'],
  causes: ['insufficient-evidence'],
  reads: ['node', 'instance', 'compute_services', 'allocations'],
  remedies: ['ask-operator', 'collect-logs', 'reset-server-state'],
  about: ['node'],
  checks: [
    {
      id: 'owner-known',
      asks: 'Does anything say whose system runs on the node in use?',
      appliesTo: (node) => IN_USE.includes(node.provision_state) && !node.instance_uuid,
      run: usedByNobody,
    },
    {
      id: 'server-known',
      asks: 'Does Nova know the instance that Ironic has on the node?',
      appliesTo: (node) => Boolean(node.instance_uuid) && !isAllocated(node),
      needs: ['instance'],
      run: serverKnown,
    },
    {
      id: 'same-place',
      asks: 'Do Ironic and Nova have the instance in the same place and state?',
      appliesTo: (node) => Boolean(node.instance_uuid) && !isAllocated(node),
      needs: ['instance'],
      run: samePlace,
    },
    {
      id: 'server-on-it',
      asks: 'Does the node of the server know the server?',
      needs: ['instance'],
      run: serverOnIt,
    },
  ],
});

const IN_USE = ['active', 'rescue', 'rescue failed', 'unrescue failed', 'service failed'];

async function usedByNobody(facts: Facts): Promise<FindingDraft> {
  const node = await facts.node();
  const consumers = Object.keys((await facts.maybe.allocations())?.allocations ?? {});
  const traces = tracesOfNova(node);
  const wasNovas = traces.length > 0 || consumers.length > 0;
  // Where there is no Nova, every node is used like this, and nobody need be told.
  if (!wasNovas) await facts.compute_services();
  const evidence: [Evidence, ...Evidence[]] = [
    {
      bearing: 'supports',
      source: 'node.instance_uuid',
      observed: `empty, while ${node.provision_state}${node.owner ? `; owner ${node.owner}` : ''}${node.lessee ? `; lessee ${node.lessee}` : ''}`,
    },
  ];
  if (consumers[0])
    evidence.push({
      bearing: 'supports',
      source: `allocations[${consumers[0]}]`,
      observed: 'Placement has the node allocated to it',
    });
  if (traces.length > 0)
    evidence.push({
      bearing: 'supports',
      source: 'node.instance_info',
      observed: `${traces.join(', ')}: Nova deployed it`,
    });
  return {
    code: 'in-use-without-instance',
    cause: 'insufficient-evidence',
    summary: wasNovas
      ? `${nodeLabel(node)} is ${node.provision_state} and was deployed by Nova, but Ironic has no instance on it; both cannot be right.`
      : `${nodeLabel(node)} is ${node.provision_state} without an instance: deployed or adopted without Nova, so its owner decides.`,
    // Standalone use of Ironic looks like this and is well.
    severity: wasNovas ? 'warning' : 'info',
    evidence,
    proposals: [propose('ask-operator', { node: node.uuid })],
    steps: [
      { text: 'Do nothing to it before its owner was asked: somebody may have data on it.' },
      {
        text: 'See whose it is and what Ironic remembers of it.',
        command: `baremetal node show ${typedName(node)} -f json --fields owner lessee description extra instance_info`,
      },
      ...(consumers[0]
        ? [
            {
              text: 'See whether Nova still has the server that Placement has it for.',
              command: `openstack server show ${typedWord(consumers[0], 'instance')}`,
            },
          ]
        : []),
    ],
  };
}

/**
 * Nova answers 404 for what is gone and for what belongs to others, so its silence counts only for a credential that
 * may list its services: an administrator's.
 */
async function seesAllServers(facts: Facts): Promise<boolean> {
  return (await facts.compute_services()).length > 0;
}

async function serverKnown(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  if (changing(node, facts.now)) return undefined;
  const server = await facts.instance();
  const gone = server === null || /DELETED$/i.test(server.status);
  if (!gone) return undefined;
  if (!(await seesAllServers(facts))) return undefined;
  const traces = tracesOfNova(node);
  // Bifrost, Metal3 and the like put ids of their own there.
  const wasNovas = traces.length > 0 || server !== null;
  const id = node.instance_uuid ?? '';
  return {
    code: 'instance-gone',
    cause: 'insufficient-evidence',
    summary: wasNovas
      ? `Ironic has ${nodeLabel(node)} ${node.provision_state} for an instance that Nova ${server === null ? 'does not know' : 'has deleted'}; both cannot be right.`
      : `${nodeLabel(node)} is ${node.provision_state} under an id that is no server of Nova's, as other tools use it; its owner decides.`,
    severity: wasNovas ? 'warning' : 'info',
    evidence: [
      { bearing: 'supports', source: 'node.instance_uuid', observed: `${id}, while ${node.provision_state}` },
      {
        bearing: 'supports',
        source: server === null ? 'instance' : 'instance.status',
        observed: server === null ? `Nova has no server ${id}` : server.status,
      },
      { bearing: 'supports', source: 'compute_services', observed: 'this credential sees all of Nova' },
      traces.length > 0
        ? {
            bearing: 'supports',
            source: 'node.instance_info',
            observed: `${traces.join(', ')}: Nova deployed it`,
          }
        : {
            bearing: 'speaks-against',
            source: 'node.instance_info',
            observed: "nothing of Nova's in it: another tool may keep an id of its own there",
          },
    ],
    proposals: [propose('ask-operator', { node: node.uuid })],
    steps: [
      {
        text: 'Do nothing to the node before its owner was asked: the system may still be running and in use.',
      },
      {
        text: 'See when and by whom the server was deleted.',
        command: `openstack server event list ${typedWord(id, 'instance')}`,
      },
      {
        text: 'See whether Placement still holds the node for it.',
        command: `openstack resource provider allocation show ${typedWord(id, 'instance')}`,
      },
      ...leftBehind(node),
    ],
  };
}

/** What a person may do once it is certain that nobody needs what is on the disk. */
function leftBehind(node: Node): readonly Step[] {
  if (node.protected)
    return [{ text: 'It is protected as well: undeploy is refused until whoever protected it lifts that.' }];
  return [
    {
      text: 'Only when the owner agrees: undeploy wipes its disks, cleans it and makes it free again.',
      command: `baremetal node undeploy ${typedName(node)}`,
    },
  ];
}

async function samePlace(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  if (changing(node, facts.now)) return undefined;
  const server = await facts.instance();
  if (!server || inFlight(server) || server.id !== node.instance_uuid) return undefined;
  const status = server.status.toUpperCase();
  const home = server['OS-EXT-SRV-ATTR:hypervisor_hostname'];
  if (home && home !== node.uuid && status !== 'ERROR') return elsewhere(node, server, home);
  if (status === 'ACTIVE' && !IN_USE.includes(node.provision_state)) return runningOn(node, server);
  if (status === 'ERROR' && node.provision_state === 'active') return brokenOn(node, server);
  return undefined;
}

const here = (node: Node, bearing: Evidence['bearing'] = 'supports'): Evidence => ({
  bearing,
  source: 'node.instance_uuid',
  observed: `${node.instance_uuid ?? 'empty'}, while ${node.provision_state}`,
});
const there = (server: Server, home: string | null | undefined): Evidence => ({
  bearing: 'supports',
  source: 'instance.OS-EXT-SRV-ATTR:hypervisor_hostname',
  observed: `${home ?? 'none'}; status ${server.status}`,
});

const BOTH: Step = {
  text: 'Do nothing to either before it is known which of the two the tenant uses: log in, or ask.',
};

const compare = (node: Node, server: Server): Step => ({
  text: 'Put both answers side by side.',
  command: `openstack server show ${typedWord(server.id, 'instance')} -c status -c OS-EXT-SRV-ATTR:hypervisor_hostname; baremetal node show ${typedUuid(node)} -c instance_uuid -c provision_state`,
});

function elsewhere(node: Node, server: Server, home: string): FindingDraft {
  return {
    code: 'instance-elsewhere',
    cause: 'insufficient-evidence',
    summary: `Ironic has the instance on ${nodeLabel(node)}, Nova has it on node ${typedWord(home, 'another')}; both cannot be right.`,
    severity: 'warning',
    evidence: [here(node), there(server, home)],
    proposals: [propose('ask-operator', { node: node.uuid })],
    steps: [
      BOTH,
      compare(node, server),
      { text: 'Ask about the other node too.', command: `/ironic why ${typedWord(home, 'node')}` },
    ],
  };
}

function runningOn(node: Node, server: Server): FindingDraft {
  return {
    code: 'instance-active-node-not',
    cause: 'insufficient-evidence',
    summary: `Nova calls the instance ACTIVE, but Ironic has ${nodeLabel(node)} in ${node.provision_state}; both cannot be right.`,
    severity: 'warning',
    evidence: [here(node), there(server, server['OS-EXT-SRV-ATTR:hypervisor_hostname'])],
    proposals: [propose('ask-operator', { node: node.uuid })],
    steps: [
      BOTH,
      compare(node, server),
      {
        text: 'See what was done to the node behind Nova, and when.',
        command: `baremetal node history list ${typedName(node)} --long`,
      },
    ],
  };
}

/** A rebuild or delete that failed in Nova leaves the node as it was; the tenant's system may be running. */
function brokenOn(node: Node, server: Server): FindingDraft {
  return {
    code: 'instance-error-node-active',
    cause: 'insufficient-evidence',
    summary: `Nova has the instance in ERROR, while Ironic calls ${nodeLabel(node)} active: something failed in Nova after the deploy.`,
    severity: 'warning',
    evidence: [
      here(node),
      { bearing: 'supports', source: 'instance.status', observed: server.status },
      ...(server.fault?.message
        ? [{ bearing: 'supports', source: 'instance.fault.message', observed: server.fault.message } as const]
        : []),
    ],
    proposals: [
      propose('collect-logs', { instance: server.id }),
      // The tenant can do nothing with a server in ERROR but delete it.
      propose('reset-server-state', { server: server.id, state: 'active' }),
    ],
    steps: [
      {
        text: 'Read what Nova was doing when it failed.',
        command: `openstack server event list ${typedWord(server.id, 'instance')} --long`,
      },
      { text: 'The machine itself may be well: see whether the tenant reaches it before anything is reset.' },
    ],
  };
}

/** Asked from the server's side: its node, by Nova's word, may have another instance or none. */
async function serverOnIt(facts: Facts): Promise<FindingDraft | undefined> {
  if (facts.subject.kind !== 'instance') return undefined;
  const [node, server] = await Promise.all([facts.node(), facts.instance()]);
  if (!server || inFlight(server) || changing(node, facts.now) || isAllocated(node)) return undefined;
  if (/^(?:ERROR|DELETED|SOFT_DELETED|SHELVED_OFFLOADED)$/i.test(server.status)) return undefined;
  const home = server['OS-EXT-SRV-ATTR:hypervisor_hostname'];
  if (home !== node.uuid || node.instance_uuid === server.id) return undefined;
  return {
    code: 'server-not-on-its-node',
    cause: 'insufficient-evidence',
    summary: `Nova calls the server ${server.status} on ${nodeLabel(node)}, but Ironic has ${node.instance_uuid ? 'another instance' : 'no instance'} there; both cannot be right.`,
    severity: 'critical',
    evidence: [there(server, home), here(node)],
    proposals: [propose('ask-operator', { node: node.uuid })],
    steps: [BOTH, compare(node, server)],
  };
}
