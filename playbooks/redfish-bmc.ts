import { bmcFamilyOf } from '../src/core/bmc.ts';
import {
  afterBmcRepair,
  bmcEvidence,
  bmcRoot,
  bmcRootTyped,
  bmcSocketTyped,
  FRAMES_OF_BMC_TROUBLE,
} from '../src/core/bmc-finding.ts';
import { saysBmcTrouble, sharpestBmcSign } from '../src/core/bmc-words.ts';
import type { Facts } from '../src/core/facts.ts';
import type { FindingDraft, Step } from '../src/core/finding.ts';
import { typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

function systemSteps(node: Node): readonly Step[] {
  const id = node.driver_info?.['redfish_system_id'];
  const address = node.driver_info?.['redfish_address'];
  return [
    ...(typeof address === 'string' && /^(?:https?:\/\/)?[^/]{1,255}\/{1,9}$/i.test(address)
      ? [
          {
            text: 'Take the slash at the end of redfish_address away: older releases of Ironic ask the BMC for a wrong path because of it.',
            command: `baremetal node set ${typedName(node)} --driver-info redfish_address=${bmcRootTyped(node)}`,
          },
        ]
      : []),
    {
      text: `Compare redfish_system_id${typeof id === 'string' ? ` (${id})` : ''} with the members that the BMC lists.`,
      command: `curl -sS -u <user> ${bmcRootTyped(node)}/redfish/v1/Systems`,
    },
    {
      text: 'Correct it where they differ.',
      command: `baremetal node set ${typedName(node)} --driver-info redfish_system_id=</redfish/v1/Systems/...>`,
    },
  ];
}

async function answers(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const found = await sharpestBmcSign(facts, node);
  if (found?.sign.cause !== 'redfish-bmc-error') return undefined;
  const { signature } = found.sign;
  const missing = signature.id === 'redfish-resource-missing';
  return {
    code: 'redfish-error',
    cause: 'redfish-bmc-error',
    summary: `Redfish of the BMC ${bmcRoot(node)} fails: ${signature.says}.`,
    severity: 'critical',
    evidence: await bmcEvidence(facts, node, found),
    explains: FRAMES_OF_BMC_TROUBLE,
    proposals: [propose('fix-bmc', { node: node.uuid }), propose('bmc-reset', { node: node.uuid })],
    steps: [
      {
        text: 'Ask the service root from the conductor; it needs no password.',
        command: `curl -sS -m 10 ${bmcRootTyped(node)}/redfish/v1/`,
      },
      ...(missing ? systemSteps(node) : []),
      {
        text:
          signature.next ?? 'Check address, port and network from the conductor; reset the BMC if it hangs.',
      },
      afterBmcRepair(node),
    ],
    // A BMC that answers and lacks what is asked for is what the guide calls weird.
    ...(missing ? { guide: 'redfish' as const } : signature.guide ? { guide: signature.guide } : {}),
  };
}

async function trusted(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const found = await sharpestBmcSign(facts, node);
  if (found?.sign.cause !== 'redfish-bmc-tls') return undefined;
  return {
    code: 'redfish-tls',
    cause: 'redfish-bmc-tls',
    summary: `The conductor does not accept the certificate of the BMC ${bmcRoot(node)}.`,
    severity: 'critical',
    evidence: await bmcEvidence(facts, node, found),
    explains: [...FRAMES_OF_BMC_TROUBLE, 'redfish-error'],
    proposals: [propose('fix-bmc', { node: node.uuid }), propose('fix-node', { node: node.uuid })],
    steps: [
      {
        text: 'Look at the certificate: its names, its dates and who signed it.',
        command: `openssl s_client -connect ${bmcSocketTyped(node)} -showcerts </dev/null | openssl x509 -noout -subject -issuer -dates`,
      },
      {
        text: 'Give the conductor the CA that signed it, or renew it on the BMC. Switching verification off hides who answers.',
        command: `baremetal node set ${typedName(node)} --driver-info redfish_verify_ca=</path/to/ca.pem>`,
      },
      afterBmcRepair(node),
    ],
  };
}

export default definePlaybook({
  id: 'redfish-bmc',
  title: 'BMC does not serve Redfish',
  // The guide has no section of its own on connections; the one on power faults says what Ironic does about them.
  guide: 'power-fault',
  covers: ['redfish'],
  causes: ['redfish-bmc-error', 'redfish-bmc-tls'],
  reads: ['node', 'nodes', 'logs'],
  remedies: ['fix-bmc', 'bmc-reset', 'fix-node'],
  about: ['node'],
  appliesTo: (node) => bmcFamilyOf(node) !== 'ipmi',
  checks: [
    {
      id: 'answers',
      asks: 'Does the BMC answer Redfish without errors?',
      suspects: saysBmcTrouble,
      run: answers,
    },
    {
      id: 'certificate',
      asks: "Does the conductor accept the BMC's certificate?",
      suspects: saysBmcTrouble,
      run: trusted,
    },
  ],
});
