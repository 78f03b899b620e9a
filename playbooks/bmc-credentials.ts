import { textIn } from '../src/core/bag.ts';
import { bmcFamilyOf, bmcSubnetOf } from '../src/core/bmc.ts';
import {
  afterBmcRepair,
  bmcEvidence,
  bmcForCommand,
  bmcRootTyped,
  FRAMES_OF_BMC_TROUBLE,
} from '../src/core/bmc-finding.ts';
import { sameBmcTrouble, saysBmcTrouble, sharpestBmcSign } from '../src/core/bmc-words.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { powerFailure } from '../src/core/maintenance.ts';
import { typedName } from '../src/core/node-words.ts';
import { othersOf, someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { ofList } from '../src/lib/of-list.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** From this many others on, one rotated password is likelier than as many single mistakes. */
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
    {
      text: 'Ironic goes on trying the old password every few minutes, and some BMCs lock the account for that: give a lock time to pass.',
    },
    afterBmcRepair(node),
  ];
}

/** Who else is refused, and whose password is taken, as near to the node as can be told. */
interface Company {
  readonly where: string;
  readonly refused: readonly Node[];
  readonly well: readonly Node[];
  /** Whether all refused ones, the node included, use one account name; the name itself is nobody's matter here. */
  readonly oneAccount: boolean;
}

const bySubnet = ofList((nodes: readonly Node[]) => Map.groupBy(nodes, bmcSubnetOf));

function companyOf(node: Node, nodes: readonly Node[]): Company {
  const subnet = bmcSubnetOf(node);
  const near = (other: Node) => !subnet || bmcSubnetOf(other) === subnet;
  const refused = sameBmcTrouble(nodes, node, 'bmc-credentials').filter(near);
  const around = subnet ? (bySubnet(nodes).get(subnet) ?? []) : nodes;
  const well = othersOf(around, node).filter(
    (other) =>
      bmcFamilyOf(other) === bmcFamilyOf(node) &&
      !powerFailure(other) &&
      /^power (?:on|off)$/.test(other.power_state ?? ''),
  );
  const account = accountOf(node);
  return {
    where: subnet ? `BMC subnet ${subnet}` : 'its resource class',
    refused,
    well,
    oneAccount: account !== undefined && refused.every((other) => accountOf(other) === account),
  };
}

function accountOf(node: Node): string | undefined {
  const key = bmcFamilyOf(node) === 'redfish' ? 'redfish_username' : 'ipmi_username';
  return textIn(node.driver_info, key);
}

function rotatedEvidence({ where, refused, well, oneAccount }: Company): readonly Evidence[] {
  const accepted: readonly Evidence[] =
    well.length > 0
      ? [
          {
            bearing: refused.length > well.length ? 'speaks-against' : 'supports',
            source: 'nodes[power_state]',
            observed: `${well.length} more in ${where} tell their power state: ${someNames(well, 3)}`,
          },
        ]
      : [];
  return [
    ...(oneAccount && refused.length >= ROTATION
      ? [
          {
            bearing: 'supports' as const,
            source: 'nodes[driver_info]',
            observed: `all ${refused.length + 1} that are refused use the same account`,
          },
        ]
      : []),
    ...accepted,
  ];
}

async function refused(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const found = await sharpestBmcSign(facts, node);
  if (found?.sign.cause !== 'bmc-credentials') return undefined;
  const [first, ...rest] = await bmcEvidence(facts, node, found);
  const company = companyOf(node, (await facts.maybe.nodes()) ?? []);
  const others = company.refused.length;
  const rotated = others >= ROTATION && others > company.well.length;
  return {
    code: rotated ? 'bmc-password-rotated' : 'bmc-credentials-refused',
    cause: 'bmc-credentials',
    summary: rotated
      ? `The BMCs of ${others + 1} nodes in ${company.where} refuse the password that Ironic has for them: it looks rotated.`
      : `The BMC ${bmcForCommand(node)} answers and refuses the user or password that Ironic has for it${others > 0 ? '' : onlyThis(company)}.`,
    severity: 'critical',
    evidence: [first, ...rest, ...rotatedEvidence(company)],
    explains: [...FRAMES_OF_BMC_TROUBLE, 'ipmi-unreachable', 'redfish-error'],
    proposals: [propose('fix-node', { node: node.uuid }), propose('fix-bmc', { node: node.uuid })],
    steps: [...(rotated ? ROTATED : []), ...steps(node)],
  };
}

const onlyThis = ({ well }: Company): string =>
  well.length >= ROTATION ? `, while ${well.length} others near it work` : '';

/** Ironic keeps no time in its lists, so whether it began everywhere at once is for a person to see. */
const ROTATED: readonly Step[] = [
  {
    text: 'Ask who rotated the BMC passwords, and see which nodes Ironic has given up on since.',
    command: "baremetal node list --fault 'power failure' --fields name maintenance_reason",
  },
  { text: 'Try the new password on one of them first; then set it on each, and let Ironic lift the faults.' },
];

export default definePlaybook({
  id: 'bmc-credentials',
  title: 'BMC refuses the credentials',
  guide: 'bmc-password',
  covers: [],
  causes: ['bmc-credentials'],
  reads: ['node', 'nodes', 'logs'],
  remedies: ['fix-node', 'fix-bmc'],
  about: ['node'],
  checks: [
    {
      id: 'accepted',
      asks: 'Does the BMC accept the user and password that Ironic has?',
      suspects: saysBmcTrouble,
      run: refused,
    },
  ],
});
