import { attempt } from '../src/core/attempt.ts';
import type { Facts, FactUnread } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';

export default definePlaybook({
  id: 'nodes-disappeared',
  title: 'A node that Nova has and Ironic does not show',
  guide: 'nodes-disappeared',
  covers: ['nodes-disappeared', 'some-nodes'],
  causes: ['insufficient-evidence', 'nvh-placement-stale'],
  reads: ['node', 'nodes', 'instance', 'hypervisors', 'resource_provider'],
  remedies: ['ask-operator', 'collect-logs'],
  about: ['node'],
  checks: [
    {
      id: 'shown',
      asks: 'Does Ironic show the node that Nova and Placement have?',
      // A node that was listed is shown.
      suspects: () => false,
      async run(facts) {
        const why = await whyUnread(facts.node());
        if (!why) return undefined;
        // A service that is sick has not said that there is none.
        if (!why.absent) throw why;
        const evidence = await knownElsewhere(facts);
        const [first, ...more] = evidence;
        if (!first) throw why;
        const list = await whyUnread(facts.nodes());
        return list?.kind === 'denied'
          ? hidden(facts, [first, ...more], list)
          : unknownNode(facts, [first, ...more], list);
      },
    },
  ],
});

/** Why a fact is not there; nothing when it is. */
async function whyUnread(fact: Promise<unknown>): Promise<FactUnread | undefined> {
  const read = await attempt(fact);
  return read.kind === 'unread' ? read.why : undefined;
}

/** What Nova and Placement have under the node's UUID. */
async function knownElsewhere(facts: Facts): Promise<readonly Evidence[]> {
  const uuid = facts.subject.node_uuid;
  if (!uuid) return [];
  const [server, hypervisors, provider] = await Promise.all([
    facts.maybe.instance(),
    facts.maybe.hypervisors(),
    facts.maybe.resource_provider(),
  ]);
  const hypervisor = hypervisors?.find((one) => one.hypervisor_hostname === uuid);
  const evidence: Evidence[] = [];
  if (server?.['OS-EXT-SRV-ATTR:hypervisor_hostname'] === uuid)
    evidence.push({
      bearing: 'supports',
      source: 'instance.OS-EXT-SRV-ATTR:hypervisor_hostname',
      observed: `${uuid}: server ${server.name ?? server.id} is ${server.status} on it`,
    });
  if (hypervisor)
    evidence.push({
      bearing: 'supports',
      source: `hypervisors[${uuid}]`,
      observed: `Nova has it, on nova-compute ${hypervisor.service?.host ?? 'unknown'}`,
    });
  if (provider)
    evidence.push({
      bearing: 'supports',
      source: 'resource_provider',
      observed: `Placement has it${provider.last_modified ? `, told of it last ${provider.last_modified}` : ''}`,
    });
  return evidence;
}

type Known = readonly [Evidence, ...Evidence[]];

const SYSTEM_LIST: Step = {
  text: 'Look with a credential of system scope (in a shell without OS_ variables); reader is enough to see it.',
  command:
    'openstack --os-auth-url <auth-url> --os-username <user> --os-user-domain-name Default --os-system-scope all baremetal node list --limit 0 --fields uuid name owner lessee',
};

/** The credential is shown its own project's nodes only, and this is none of them. */
function hidden(facts: Facts, known: Known, list: FactUnread): FindingDraft {
  return {
    code: 'node-hidden-from-credential',
    cause: 'insufficient-evidence',
    summary: `Nova has node ${nameOf(facts)}, but Ironic shows this credential only nodes of its own project: most likely it is still there.`,
    severity: 'warning',
    evidence: [...known, { bearing: 'supports', source: 'nodes', observed: list.reason }],
    proposals: [propose('ask-operator')],
    steps: [
      { text: 'Do not enrol it again: it is there, and a second record of the same machine does harm.' },
      SYSTEM_LIST,
      {
        text: 'For good, give the account a system role, or the node an owner or lessee: the project that should see it.',
        command: 'openstack role add --user <user> --system all reader',
      },
    ],
  };
}

/** The list is whole, or cannot be read at all, and the node is not there. */
function unknownNode(facts: Facts, known: Known, list: FactUnread | undefined): FindingDraft {
  const uuid = typedWord(facts.subject.node_uuid, 'node');
  return {
    code: 'node-unknown-to-ironic',
    cause: list ? 'insufficient-evidence' : 'nvh-placement-stale',
    summary: list
      ? `Nova has node ${nameOf(facts)}, and Ironic shows no such node; whether it shows all nodes could not be told.`
      : `Nova has node ${nameOf(facts)}, which Ironic does not have among all of its nodes; both cannot be right.`,
    severity: 'warning',
    evidence: [
      ...known,
      ...(list
        ? []
        : [
            {
              bearing: 'supports',
              source: 'nodes',
              observed: `this credential is shown nodes of all projects, and not ${uuid}`,
            } as const,
          ]),
    ],
    proposals: [propose('ask-operator')],
    steps: [
      SYSTEM_LIST,
      {
        text: 'Ask who deleted it from Ironic, or whether the machine was enrolled anew under another UUID; its MAC addresses tell.',
        command: 'baremetal port list --fields address node_uuid',
      },
      {
        text: 'See what Placement still holds for it before anything is removed there: a server may be on that machine.',
        command: `openstack resource provider show --allocations ${uuid}`,
      },
      {
        text: 'nova-compute drops a node that Ironic no longer has by itself, once nothing is allocated on it; read its log where it does not.',
      },
    ],
  };
}

/** A UUID is long, and the server's name says more; whoever asked for the UUID gets it back. */
function nameOf({ subject }: Facts): string {
  const uuid = subject.node_uuid ?? '';
  return subject.kind === 'instance' ? `${uuid.slice(0, 8)} of this server` : uuid.slice(0, 36);
}
