import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { changing, inFlight, novaPower } from '../src/core/instance-view.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { nodeLabel, typedName, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { allRecordedVifs, bindingOf, neutronPortsOf, type RecordedVif } from '../src/core/recorded-vifs.ts';
import { propose } from '../src/core/remediation.ts';
import { formatDuration, secondsSince } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';
import type { NeutronPort } from '../src/openstack/neutron/schema.ts';
import type { Server } from '../src/openstack/nova/schema.ts';

/**
 * Nova looks at the power of its servers every 10 min (`[DEFAULT]sync_power_state_interval` of openstack/nova
 * nova/conf/compute.py) and hears of changes from Ironic in between.
 */
const NOVA_LOOKS_SECONDS = 1200;

/** Two services, one machine, and answers that cannot both be true. */
export default definePlaybook({
  id: 'contradictions',
  title: 'Services contradict each other about the node',
  guide: 'states',
  covers: ['states', 'power-fault', 'reattach-networking'],
  causes: ['power-sync-failure', 'network-vif'],
  reads: ['node', 'instance', 'ports', 'portgroups', 'neutron_ports', 'networks'],
  remedies: ['ask-operator', 'collect-logs', 'fix-network'],
  about: ['node'],
  appliesTo: (node) =>
    node.provision_state === 'active' && Boolean(node.instance_uuid) && !node.allocation_uuid,
  checks: [
    {
      id: 'power-agrees',
      asks: 'Do Ironic and Nova agree whether the machine is on?',
      appliesTo: (node) => /^power (?:on|off)$/.test(node.power_state ?? '') && !node.target_power_state,
      needs: ['instance'],
      async run(facts) {
        const [node, server] = await Promise.all([facts.node(), facts.instance()]);
        if (!server || server.id !== node.instance_uuid || inFlight(server)) return undefined;
        const wanted = novaPower(server);
        if (!wanted || wanted === node.power_state || changing(node, facts.now)) return undefined;
        const age = settledFor(node, server, facts.now);
        return age === undefined || age < NOVA_LOOKS_SECONDS ? undefined : powerDiffers(node, server, age);
      },
    },
    {
      id: 'ports-agree',
      asks: "Do the Neutron ports that Ironic recorded belong to this node's instance?",
      // Asked of a server only.
      suspects: () => false,
      async run(facts) {
        // Three reads more: only for somebody who asks about the server, whose network it is.
        if (facts.subject.kind !== 'instance') return undefined;
        return portsDiffer(facts);
      },
    },
  ],
});

/** Seconds since either side last changed, as far as both tell. */
function settledFor(node: Node, server: Server, now: Date): number | undefined {
  const changed = node.driver_internal_info?.['last_power_state_change'];
  const ages = [typeof changed === 'string' ? changed : node.updated_at, server.updated].map((iso) =>
    secondsSince(iso, now),
  );
  const known = ages.filter((age) => age !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

function powerDiffers(node: Node, server: Server, age: number): FindingDraft {
  return {
    code: 'power-differs-from-nova',
    cause: 'power-sync-failure',
    summary: `Ironic says "${node.power_state}" of ${nodeLabel(node)}, Nova calls its server ${server.status}, and neither changed for ${formatDuration(age)}.`,
    // Who has taken the machine in hand knows why it is off.
    severity: maintenanceHolder(node) === 'person' ? 'info' : 'warning',
    evidence: [
      { bearing: 'supports', source: 'node.power_state', observed: node.power_state ?? 'none' },
      { bearing: 'supports', source: 'instance.status', observed: server.status },
      ...(node.maintenance
        ? [
            {
              bearing: 'supports',
              source: 'node.maintenance',
              observed: 'true: Ironic does not correct the power state meanwhile',
            } as const,
          ]
        : []),
    ],
    proposals: [propose('ask-operator', { node: node.uuid }), propose('collect-logs', { node: node.uuid })],
    steps: [
      {
        text: 'Ask the BMC, or look at the console: which of the two is right?',
        command: `baremetal node show ${typedName(node)} --fields power_state target_power_state maintenance driver_info`,
      },
      {
        text: "See whether Nova takes part: [DEFAULT]sync_power_state_interval of nova-compute (negative: never), and Ironic's [nova]send_power_notifications.",
      },
      {
        text: 'Have the tenant or Nova set the power, not Ironic: each side enforces what it believes, and the last one wins.',
        command: `openstack server event list ${typedWord(server.id, 'instance')}`,
      },
    ],
    guide: 'power-fault',
  };
}

async function portsDiffer(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  if (changing(node, facts.now)) return undefined;
  const recorded = (await allRecordedVifs(facts)).filter(({ operation }) => operation === 'tenant');
  if (recorded.length === 0) return undefined;
  const known = await neutronPortsOf(
    facts,
    recorded.map(({ vif }) => vif),
  );
  const wrong = recorded.flatMap((one): Evidence[] => {
    const neutron = known.find(({ id }) => id === one.vif);
    const why = neutron ? mismatch(one, neutron, node) : 'Neutron has no such port';
    if (!why) return [];
    return [
      {
        bearing: 'supports',
        source: neutron ? `neutron_ports[${one.vif}]` : one.source,
        observed: neutron ? why : `${one.vif}: ${why}`,
      },
    ];
  });
  const [first, ...more] = wrong;
  if (!first) return undefined;
  return {
    code: 'vif-of-another',
    cause: 'network-vif',
    summary: `Ironic has ${wrong.length === 1 ? 'a Neutron port' : `${wrong.length} Neutron ports`} on ${nodeLabel(node)} that ${wrong.length === 1 ? 'does' : 'do'} not belong to its instance there any more.`,
    severity: 'warning',
    evidence: [
      first,
      ...more,
      { bearing: 'supports', source: 'node.instance_uuid', observed: node.instance_uuid ?? 'none' },
    ],
    proposals: [propose('fix-network', { node: node.uuid })],
    steps: [
      {
        text: 'Compare what Ironic recorded with what Nova attached.',
        command: `baremetal node vif list ${typedName(node)}; openstack port list --device-id ${typedWord(node.instance_uuid, 'instance')} --long`,
      },
      {
        text: 'Mend it through Nova (detach the interface and attach it again); a port deleted here may still carry traffic of the tenant.',
      },
    ],
    guide: 'reattach-networking',
  };
}

/** Neutron binds a tenant's port to the node and gives it to the server. */
function mismatch(recorded: RecordedVif, port: NeutronPort, node: Node): string | undefined {
  if (port.device_id && port.device_id !== node.instance_uuid && port.device_id !== node.uuid)
    return `device_id ${port.device_id}, not this instance`;
  return bindingOf(recorded, port, node) === 'elsewhere'
    ? `binding:host_id ${port['binding:host_id']}, not this node`
    : undefined;
}
