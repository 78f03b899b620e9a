import { bmcFamilyOf } from '../src/core/bmc.ts';
import {
  afterRepair,
  bmcEvidence,
  bmcForCommand,
  bmcRootTyped,
  FRAMES_OF_BMC_TROUBLE,
} from '../src/core/bmc-finding.ts';
import { sameBmcTrouble, sharpestBmcSign } from '../src/core/bmc-words.ts';
import type { Facts } from '../src/core/facts.ts';
import type { FindingDraft, Step } from '../src/core/finding.ts';
import { typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** From this many nodes on, one rotated password is likelier than as many single mistakes. */
const ROTATION = 2;

function steps(node: Node): readonly Step[] {
  const redfish = bmcFamilyOf(node) === 'redfish';
  const key = redfish ? 'redfish_password' : 'ipmi_password';
  return [
    {
      text: 'Try the account by hand from the conductor; the password from a file, so that no shell remembers it.',
      command: redfish
        ? `curl -sS -u <user> ${bmcRootTyped(node)}/redfish/v1/Systems`
        : `ipmitool -I lanplus -H ${bmcForCommand(node)} -U <user> -f <password-file> -v chassis power status`,
    },
    {
      text: 'Put the right account into driver_info.',
      command: `baremetal node set ${typedName(node)} --driver-info ${key}="$(cat <password-file>)"`,
    },
    afterRepair(node),
  ];
}

async function refused(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const found = await sharpestBmcSign(facts, node);
  if (found?.sign.cause !== 'bmc-credentials') return undefined;
  const evidence = await bmcEvidence(facts, node, found);
  const others = sameBmcTrouble((await facts.maybe.nodes()) ?? [], node, 'bmc-credentials').length;
  const rotated = others >= ROTATION ? `, as do those of ${others} more nodes: it looks rotated` : '';
  return {
    code: 'bmc-credentials-refused',
    cause: 'bmc-credentials',
    summary: `The BMC ${bmcForCommand(node)} answers and refuses the user or password that Ironic has for it${rotated}.`,
    severity: 'critical',
    evidence,
    explains: [...FRAMES_OF_BMC_TROUBLE, 'ipmi-unreachable', 'redfish-error'],
    proposals: [propose('set-property', { node: node.uuid }), propose('fix-bmc', { node: node.uuid })],
    steps: steps(node),
  };
}

export default definePlaybook({
  id: 'bmc-credentials',
  title: 'BMC refuses the credentials',
  guide: 'bmc-password',
  about: ['node'],
  checks: [
    { id: 'accepted', asks: 'Does the BMC accept the user and password that Ironic has?', run: refused },
  ],
});
