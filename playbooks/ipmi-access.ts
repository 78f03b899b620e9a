import { bmcFamilyOf } from '../src/core/bmc.ts';
import {
  afterBmcRepair,
  bmcEvidence,
  bmcForCommand,
  FRAMES_OF_BMC_TROUBLE,
} from '../src/core/bmc-finding.ts';
import { saysBmcTrouble, sharpestBmcSign } from '../src/core/bmc-words.ts';
import type { Facts } from '../src/core/facts.ts';
import type { FindingDraft, Step } from '../src/core/finding.ts';
import { powerFailure } from '../src/core/maintenance.ts';
import { typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** The user's name and password stay out of the command: a person types them, and into a file. */
function ipmitool(node: Node): string {
  const port = node.driver_info?.['ipmi_port'];
  const at = /^\d{1,5}$/.test(String(port ?? '')) ? ` -p ${port}` : '';
  return `ipmitool -I lanplus -H ${bmcForCommand(node)}${at} -U <user> -f <password-file> -v chassis power status`;
}

async function unreachable(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const found = await sharpestBmcSign(facts, node);
  if (found?.sign.cause !== 'ipmi-unreachable') return undefined;
  const evidence = await bmcEvidence(facts, node, found);
  const vague = evidence[0].bearing !== 'proves';
  return {
    code: 'ipmi-unreachable',
    cause: 'ipmi-unreachable',
    summary: vague
      ? `The BMC ${bmcForCommand(node)} does not answer the conductor over IPMI (a refused password or cipher would look the same).`
      : `The BMC ${bmcForCommand(node)} does not answer the conductor over IPMI: ${found.sign.signature.says}.`,
    // A node in a power fault is already told of; here the BMC is only the likely reason for it.
    severity: powerFailure(node) ? 'warning' : 'critical',
    evidence,
    explains: powerFailure(node) ? [] : FRAMES_OF_BMC_TROUBLE,
    proposals: [propose('fix-bmc', { node: node.uuid }), propose('bmc-reset', { node: node.uuid })],
    steps: [
      {
        text: 'From the conductor: no answer at all means network, address or IPMI over LAN switched off; a RAKP line means credentials; an open session line means sessions or cipher.',
        command: ipmitool(node),
      },
      { text: "Check IPMI over LAN in the BMC's own settings, and the address and port in driver_info." },
      { text: 'If the BMC answers ping but no IPMI, reset it from its web page.' },
      afterBmcRepair(node),
    ],
    guide: 'ipmi-over-lan',
  };
}

const SESSIONS_USED_UP = /insufficient resources for session/i;

function sessionSteps(node: Node, usedUp: boolean): readonly Step[] {
  const cipher: Step = {
    text: 'If it stays, look for a common cipher suite, which the guide names for these words and which is the rarer reason: enable suite 3 or 17 on the BMC, or name one in driver_info.',
    command: `baremetal node set ${typedName(node)} --driver-info ipmi_cipher_suite=<suite>`,
  };
  const slots: Step = {
    text: 'List the sessions that the BMC holds; close stale ones or reset the BMC to free them.',
    command: `${ipmitool(node).replace(/ chassis power status$/, '')} session info all`,
  };
  return usedUp ? [slots, cipher, afterBmcRepair(node)] : [cipher, slots, afterBmcRepair(node)];
}

async function refused(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const found = await sharpestBmcSign(facts, node);
  if (found?.sign.cause !== 'ipmi-session-cipher') return undefined;
  // ironic/drivers/modules/ipmitool.py lists this wording under IPMITOOL_RETRYABLE_FAILURES: it passes when a session
  // is freed, which no missing cipher suite would. The guide's advice about cipher suite 3 comes second here.
  const usedUp = SESSIONS_USED_UP.test(found.words.text);
  return {
    code: 'ipmi-session-refused',
    cause: 'ipmi-session-cipher',
    summary: usedUp
      ? `The BMC ${bmcForCommand(node)} refuses a new IPMI session, most likely because its sessions are used up.`
      : `The BMC ${bmcForCommand(node)} answers over IPMI and refuses: ${found.sign.signature.says}.`,
    severity: 'critical',
    evidence: await bmcEvidence(facts, node, found),
    explains: [...FRAMES_OF_BMC_TROUBLE, 'ipmi-unreachable'],
    proposals: [propose('fix-bmc', { node: node.uuid }), propose('bmc-reset', { node: node.uuid })],
    steps: sessionSteps(node, usedUp),
    guide: 'ipmi-lanplus',
  };
}

export default definePlaybook({
  id: 'ipmi-access',
  title: 'BMC does not serve IPMI',
  guide: 'ipmi',
  covers: ['ipmi-over-lan', 'ipmi-lanplus', 'ipmi-ciphers'],
  causes: ['ipmi-unreachable', 'ipmi-session-cipher'],
  reads: ['node', 'nodes', 'logs'],
  remedies: ['fix-bmc', 'bmc-reset'],
  about: ['node'],
  appliesTo: (node) => bmcFamilyOf(node) !== 'redfish',
  checks: [
    {
      id: 'answers',
      asks: 'Does the BMC answer over IPMI?',
      suspects: saysBmcTrouble,
      run: unreachable,
    },
    {
      id: 'session',
      asks: 'Does the BMC grant the IPMI session, cipher and privilege?',
      suspects: saysBmcTrouble,
      run: refused,
    },
  ],
});
