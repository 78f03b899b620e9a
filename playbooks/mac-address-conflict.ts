import type { FindingDraft, Severity } from '../src/core/finding.ts';
import { belongs, isOrphan, portWords, sameMac, stepsForMac } from '../src/core/mac-holder.ts';
import { nodeLabel, typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { groupsOf, wholeGroups } from '../src/core/recorded-vifs.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node, Port, Portgroup } from '../src/openstack/ironic/schema.ts';
import type { NeutronPort } from '../src/openstack/neutron/schema.ts';

export default definePlaybook({
  id: 'mac-address-conflict',
  title: "A Neutron port that is not the node's has its MAC address",
  guide: 'mac-address',
  covers: [],
  causes: ['mac-address-in-use'],
  reads: ['node', 'ports', 'portgroups', 'neutron_ports'],
  remedies: ['delete-port', 'ask-operator'],
  about: ['node'],
  checks: [
    {
      id: 'second-port',
      asks: "Does a Neutron port that is not the node's hold the MAC of one of its ports?",
      needs: ['neutron_ports'],
      async run(facts) {
        const node = await facts.node();
        const ports = await facts.ports();
        if (ports.length === 0) return undefined;
        const held = await facts.neutron_ports();
        const conflicts = (groups: readonly Portgroup[]) =>
          ports.flatMap((port) => {
            const isOwn = (one: NeutronPort) => [port, ...groups].some((own) => belongs(one, own, node));
            const strangers = held.filter((one) => sameMac(one, port.address) && !isOwn(one));
            return strangers.slice(0, 2).map((one) => conflict(node, port, one, isOrphan(one)));
          });
        const seeming = conflicts([]);
        if (seeming.length === 0) return undefined;
        // A port group often has the MAC of one of its ports, and then so has its VIF.
        return conflicts(wholeGroups(ports, await groupsOf(ports, () => facts.portgroups())));
      },
    },
  ],
});

function conflict(node: Node, port: Port, stranger: NeutronPort, orphan: boolean): FindingDraft {
  const label = nodeLabel(node);
  return {
    code: orphan ? 'mac-in-use-orphan' : 'mac-in-use-elsewhere',
    cause: 'mac-address-in-use',
    summary: orphan
      ? `Neutron port ${stranger.name || stranger.id} belongs to nothing and holds the MAC of ${label}, so the next deploy or cleaning on its network fails.`
      : `Neutron port ${stranger.name || stranger.id} of another device has the MAC of ${label}, so two machines claim it.`,
    severity: severityFor(node, orphan),
    evidence: [
      { bearing: 'supports', source: `ports[${port.uuid}].address`, observed: port.address },
      { bearing: 'supports', source: `neutron_ports[${stranger.id}]`, observed: portWords(stranger) },
    ],
    proposals: [
      orphan ? propose('delete-port', { port: stranger.id }) : propose('ask-operator', { port: stranger.id }),
    ],
    steps: [
      {
        text: 'See what Ironic itself has attached; detach what is left over there rather than deleting it in Neutron.',
        command: `baremetal node vif list ${typedName(node)}`,
      },
      ...stepsForMac(port.address, stranger),
    ],
  };
}

/**
 * A failure that says something else is not this one's. An active node holds its own MAC already and meets the port
 * only at its next cleaning.
 */
function severityFor(node: Node, orphan: boolean): Severity {
  if (node.provision_state === 'active') return 'info';
  return orphan && node.provision_state.endsWith('failed') && !node.last_error ? 'critical' : 'warning';
}
