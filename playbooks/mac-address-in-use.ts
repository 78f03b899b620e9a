import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { deletion, isOrphan, portWords, sameMac, stepsForMac } from '../src/core/mac-holder.ts';
import { pastedLines } from '../src/core/pasted-lines.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { alsoToldAs } from '../src/core/text-causes.ts';
import type { NeutronPort } from '../src/openstack/neutron/schema.ts';

export default definePlaybook({
  id: 'mac-address-in-use',
  title: 'Another Neutron port has the MAC address',
  guide: 'mac-address',
  covers: [],
  causes: ['mac-address-in-use', 'healthy'],
  reads: ['node', 'instance', 'neutron_ports', 'message', 'logs'],
  remedies: ['delete-port', 'detach-vif'],
  about: ['node', 'mac', 'instance', 'message', 'logs'],
  checks: [
    {
      id: 'said-so',
      asks: 'Does the error say that Neutron refused a MAC address?',
      suspects: (node) => Boolean(node.last_error),
      async run(facts) {
        const said = await refusal(facts);
        return said && refused(said, await holder(said.mac, facts), facts);
      },
    },
    {
      id: 'holder-of-mac',
      asks: 'Which Neutron port holds this MAC address?',
      // Asked of an address only.
      suspects: () => false,
      async run(facts) {
        const { mac, kind } = facts.subject;
        if (!mac || kind !== 'mac') return undefined;
        const held = (await facts.neutron_ports()).filter((one) => sameMac(one, mac));
        const [first] = held;
        if (!first) return undefined;
        return held.length > 1 ? shared(mac, held) : heldBy(mac, first);
      },
    },
  ],
});

interface Refusal {
  readonly mac: string;
  readonly text: string;
  readonly source: string;
  readonly network?: string;
}

/** Neutron's words inside Ironic's and Nova's (openstack/neutron-lib neutron_lib/exceptions MacAddressInUse). */
const IN_USE =
  /Unable to complete operation for network (?<network>[0-9a-f-]{36})\.\s+The mac address (?<mac>(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}) is in use/i;

async function refusal(facts: Facts): Promise<Refusal | undefined> {
  const texts: { text: string; source: string }[] = [];
  const { aspects } = facts.subject;
  if (aspects.includes('node')) {
    const node = await facts.node();
    if (node.last_error && !/^(?:active|available)$/.test(node.provision_state))
      texts.push({ text: node.last_error, source: 'node.last_error' });
  }
  if (aspects.includes('instance')) {
    const server = await facts.instance();
    if (server?.fault?.message && server.status.toUpperCase() === 'ERROR')
      texts.push({ text: server.fault.message, source: 'instance.fault.message' });
  }
  for (const { line, source } of await pastedLines(facts)) texts.push({ text: line, source });
  // A pasted text may be wrapped over lines.
  if (aspects.includes('message'))
    texts.push({ text: (await facts.message()).replace(/\s+/g, ' '), source: 'message' });
  for (const { text, source } of texts) {
    const { mac, network } = IN_USE.exec(text)?.groups ?? {};
    if (mac) return { mac, text: text.trim(), source, ...(network ? { network } : {}) };
  }
  return undefined;
}

async function holder(mac: string, facts: Facts): Promise<NeutronPort | undefined> {
  return (await facts.maybe.neutron_ports())?.find((one) => sameMac(one, mac));
}

function refused(said: Refusal, port: NeutronPort | undefined, { subject }: Facts): FindingDraft {
  const holding: Evidence[] = port
    ? [{ bearing: 'supports', source: `neutron_ports[${port.id}]`, observed: portWords(port) }]
    : [];
  return {
    code: 'mac-in-use',
    cause: 'mac-address-in-use',
    summary: `Neutron refused ${said.mac}: another port${port ? ` (${port.name || port.id})` : ''} on that network has this MAC address.`,
    severity: 'critical',
    evidence: [{ bearing: 'proves', source: said.source, observed: said.text }, ...holding],
    explains: [
      'deploy-failed-mac-address-in-use',
      'deploy-failed-network-vif',
      'mac-in-use-orphan',
      ...alsoToldAs(said.text, 'mac-address-in-use'),
    ],
    proposals: [
      ...deletion(port),
      ...(subject.node_uuid && port
        ? [propose('detach-vif', { node: subject.node_uuid, vif: port.id })]
        : []),
    ],
    steps: stepsForMac(said.mac, port),
  };
}

function heldBy(mac: string, port: NeutronPort): FindingDraft {
  const name = port.name || port.id;
  const network: Evidence = {
    bearing: 'supports',
    source: `neutron_ports[${port.id}].network_id`,
    observed: port.network_id ?? 'not told',
  };
  const source = `neutron_ports[${port.id}].mac_address`;
  if (!isOrphan(port))
    return {
      code: 'healthy-mac',
      cause: 'healthy',
      summary: `Neutron port ${name} holds ${mac} for ${port.device_owner || 'a device'} ${port.device_id ?? ''}; no bare metal port has it.`,
      severity: 'info',
      evidence: [{ bearing: 'supports', source, observed: portWords(port) }, network],
    };
  return {
    code: 'mac-in-use-orphan',
    cause: 'mac-address-in-use',
    summary: `Neutron port ${name} belongs to nothing and holds ${mac}, so a deploy that needs this MAC on its network fails.`,
    severity: 'warning',
    evidence: [{ bearing: 'proves', source, observed: portWords(port) }, network],
    proposals: deletion(port),
    steps: stepsForMac(mac, port),
  };
}

function shared(mac: string, ports: readonly NeutronPort[]): FindingDraft {
  const orphan = ports.find(isOrphan);
  return {
    code: 'mac-in-use-shared',
    cause: 'mac-address-in-use',
    summary: `${ports.length} Neutron ports have ${mac}: on any network that they share, the next one is refused.`,
    severity: 'warning',
    evidence: [
      { bearing: 'proves', source: 'neutron_ports', observed: `${ports.length} with ${mac}` },
      ...ports.slice(0, 3).map(
        (port): Evidence => ({
          bearing: 'supports',
          source: `neutron_ports[${port.id}]`,
          observed: `${portWords(port)}, network ${port.network_id ?? 'not told'}`,
        }),
      ),
    ],
    proposals: deletion(orphan),
    steps: stepsForMac(mac, orphan ?? ports[0]),
  };
}
