import { stepsAfterRepair } from '../src/core/after-repair.ts';
import { controllerSigns, disksOf, diskWords } from '../src/core/disk-kind.ts';
import { codesOfWords, wordsAsEvidence, wordsOfFailure } from '../src/core/failure-words.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { typedName } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** Words of an erasing that was refused, by the disk or by what stands before it. */
const WORDS = ['secure-erase-failed', 'erase-unsupported', 'nvme-format-failed'];

/** Without a dot at the end: a sentence often ends right behind the name. */
const DEVICE = /(?<device>\/dev\/[\w/-]{1,60})/;

/** `agent_…` options travel with the node (openstack/ironic ironic/drivers/modules/deploy_utils.py). */
function fallback(node: Node): readonly Evidence[] {
  const internal = node.driver_internal_info ?? {};
  const allowed =
    internal['agent_continue_if_secure_erase_failed'] ?? internal['agent_continue_if_ata_erase_failed'];
  if (allowed !== false) return [];
  return [
    {
      bearing: 'supports',
      source: 'node.driver_internal_info.agent_continue_if_secure_erase_failed',
      observed: 'false: the agent stops rather than overwrite the disk instead',
    },
  ];
}

function recreateVolumes(node: Node): Step {
  const iface = node.raid_interface;
  if (!iface || iface === 'no-raid')
    return {
      text: "Delete and create the volumes anew in the controller's own set-up, or enable a raid interface for this node: that may leave clean disks.",
    };
  return {
    text: 'Delete the volumes and create them anew through Ironic (from manageable); whether that leaves clean disks is up to the controller.',
    command: `baremetal node clean ${typedName(node)} --clean-steps '[{"interface":"raid","step":"delete_configuration"},{"interface":"raid","step":"create_configuration"}]'`,
  };
}

const OVERWRITE: Step = {
  text: 'Where overwriting will do, let the agent go on with it: [deploy]continue_if_disk_secure_erase_fails = true. It takes hours and wears SSDs.',
};
const NEVER_SKIP: Step = {
  text: "Do not just skip the erasing: the last tenant's data would go to the next one.",
};
const HARDWARE_MANAGER: Step = {
  text: "A hardware manager of your own in the ramdisk can call the controller vendor's tool to erase.",
};

interface Judgement {
  readonly code: string;
  readonly summary: string;
  readonly steps: readonly Step[];
}

function judge(node: Node, text: string, device: string, behind: boolean): Judgement | undefined {
  if (/is frozen and cannot be erased|security state is frozen/i.test(text))
    return {
      code: 'secure-erase-frozen',
      summary: `Cleaning failed: ${device} is frozen, so it refuses secure erase until it loses power.`,
      steps: [
        {
          text: 'Most firmware freezes disks while it boots: look for a setting such as "security freeze lock" there, or take the power off the disk once and clean again.',
        },
        OVERWRITE,
      ],
    };
  if (behind)
    return {
      code: 'secure-erase-behind-raid',
      summary: `Cleaning failed: ${device} is behind a RAID controller, which does not pass secure erase on.`,
      steps: [recreateVolumes(node), HARDWARE_MANAGER, OVERWRITE, NEVER_SKIP],
    };
  if (/supported format modes|Failed to nvme format/i.test(text))
    return {
      code: 'secure-erase-nvme',
      summary: `Cleaning failed: ${device} does not support, or refused, the NVMe format that erases it.`,
      steps: [
        {
          text: 'Ask the disk what it supports; behind a controller or a hypervisor it is often nothing.',
          command: `nvme id-ctrl ${/^\/dev\//.test(device) ? device : '<disk>'} -H | grep -iE 'format|crypto'`,
        },
        OVERWRITE,
        NEVER_SKIP,
      ],
    };
  return undefined;
}

/** The agent says which disk; the node and its inventory say what stands before it. */
export default definePlaybook({
  id: 'secure-erase',
  title: 'A disk refuses to be erased',
  guide: 'secure-erase',
  covers: ['secure-erase'],
  causes: ['clean-step-failed'],
  reads: ['node', 'history', 'inventory'],
  remedies: ['fix-disk', 'fix-config', 'manage'],
  about: ['node'],
  appliesTo: (node) => node.provision_state === 'clean failed',
  checks: [
    {
      id: 'who-refuses',
      asks: 'Does the disk, or a RAID controller before it, refuse to erase?',
      async run(facts): Promise<FindingDraft | undefined> {
        const node = await facts.node();
        const words = await wordsOfFailure(facts, node, WORDS);
        if (!words) return undefined;
        const inventory = await facts.maybe.inventory();
        const named = DEVICE.exec(words.text)?.groups?.['device'];
        const behind = controllerSigns(node, inventory, named);
        const judgement = judge(node, words.text, named ?? 'a disk', behind.length > 0);
        if (!judgement) return undefined;
        const disk = disksOf(inventory).find((one) => one.name === named);
        const seen: readonly Evidence[] =
          disk && behind.length === 0
            ? [
                {
                  bearing: 'supports',
                  source: `inventory.disks[${named}]`,
                  observed: `${diskWords(disk)}; no RAID controller is known before it`,
                },
              ]
            : [];
        return {
          code: judgement.code,
          cause: 'clean-step-failed',
          summary: judgement.summary,
          severity: 'critical',
          evidence: [wordsAsEvidence(words), ...behind, ...seen, ...fallback(node)],
          explains: codesOfWords(words),
          proposals: [propose('fix-disk'), propose('fix-config'), propose('manage', { node: node.uuid })],
          steps: [...judgement.steps, ...stepsAfterRepair(node)],
        };
      },
    },
  ],
});
