import { firstOf, illegal, inMaintenance, type Refusal } from '../core/guards.ts';
import { provisionCall } from '../core/ironic-calls.ts';
import { followNode, judgeNode } from '../core/node-judgement.ts';
import { word } from '../core/node-seen.ts';
import { provisionProgress } from '../core/provision-progress.ts';
import { exitOf } from '../core/provision-transitions.ts';
import { groupsOf, tenantVif } from '../core/recorded-vifs.ts';
import { nodeParams, nodeTarget } from '../core/remediation-params.ts';
import { defineRemediation, type Fresh } from '../core/remediation-unit.ts';
import type { Node } from '../openstack/ironic/schema.ts';

/**
 * The service step came to openstack/ironic with 35.0 (ironic/drivers/modules/network/neutron.py reattach_networking), and
 * no microversion tells: 1.110 is the first that only releases with it have. A conductor that does not know a step boots the
 * ramdisk to look for it (ironic/conductor/servicing.py do_node_service), which would reboot the instance; hence the
 * version, and `disable_ramdisk` (1.108) as well.
 */
const NEEDS = '1.110';

/** Unbinds and binds the ports of a running instance anew. */
export default defineRemediation({
  id: 'reattach-networking',
  params: nodeParams,
  target: nodeTarget,
  // Seconds usually; `[neutron]request_timeout` 45 s, three tries, for unbinding and binding.
  patience: 300,
  judge: ({ node: uuid }, fresh) =>
    judgeNode(uuid, fresh, async (node) => {
      const refusal =
        firstOf(
          illegal(node, 'service', await fresh.ironicVersion()),
          notActive(node),
          await tooOld(fresh),
          inMaintenance(node, 'service'),
          noNeutron(node),
        ) ?? (await unattached(uuid, fresh));
      if (refusal) return refusal;
      const steps = [{ interface: 'network', step: 'reattach_networking' }];
      return {
        calls: [
          {
            ...provisionCall(uuid, node.provision_state, 'service', {
              service_steps: steps,
              disable_ramdisk: true,
            }),
            needs: NEEDS,
          },
        ],
        becomes: '`servicing`, then `active`; without a reboot',
        undo: 'nothing undoes it',
        beware: ["The instance's network may be away for a moment, as its switch takes it."],
        watched: ['network_interface'],
        seen: { network_interface: word(node.network_interface, 64) },
      };
    }),
  verify: ({ node: uuid }, fresh, before) =>
    followNode(uuid, fresh, (node) => provisionProgress(node, before, ['active'], fresh.now)),
});

function notActive({ provision_state: state }: Node): Refusal | undefined {
  return state === 'active'
    ? undefined
    : { code: 'illegal-state', words: `It is for a node in active, and this one is ${state}.` };
}

async function tooOld(fresh: Fresh): Promise<Refusal | undefined> {
  const version = await fresh.ironicVersion();
  // The abort of a build is as old as this.
  if (exitOf('wait call-back', 'abort', version).kind === 'legal') return undefined;
  return {
    code: 'version-too-old',
    words: `Only an Ironic with API ${NEEDS} surely has the step (this one: ${version}); an older one would boot a ramdisk to look for it, and reboot the instance.`,
  };
}

function noNeutron({ network_interface }: Node): Refusal | undefined {
  return network_interface === 'neutron'
    ? undefined
    : {
        code: 'not-enabled',
        words: `Only network_interface neutron has this step; here it is ${word(network_interface, 64) || 'not told'}.`,
      };
}

/**
 * What Neutron has lost cannot be bound again, and the rest would be unbound first. Of a port that is in a group Ironic takes
 * the group in its place (openstack/ironic ironic/drivers/modules/network/neutron.py, configure_tenant_networks).
 */
async function unattached(uuid: string, fresh: Fresh): Promise<Refusal | undefined> {
  const ports = await fresh.ports(uuid);
  const groups = await groupsOf(ports, () => fresh.portgroups(uuid));
  const taken = ports.filter(({ portgroup_uuid }) => !portgroup_uuid);
  const vifs = [...taken, ...groups].flatMap((one) => tenantVif(one) ?? []);
  if (vifs.length === 0) {
    const passed = ports.some(tenantVif);
    return {
      code: 'gone',
      words: passed
        ? 'The VIF is attached to a port that is in a port group, which Ironic passes over: it has to be attached to the group.'
        : 'No VIF is attached to a port or port group of this node, so there is nothing to attach again.',
    };
  }
  for (const vif of vifs) {
    if (!(await fresh.neutronPort(vif)))
      return {
        code: 'gone',
        words: `Neutron does not know VIF ${word(vif, 40)} any more; it has to be replaced first.`,
      };
  }
  return undefined;
}
