import { stepsAfterRepair } from '../src/core/after-repair.ts';
import { codesOfWords, wordsAsEvidence, wordsOfFailure } from '../src/core/failure-words.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import {
  bootModeMismatch,
  imageLabel,
  partitionSigns,
  testImageSigns,
  wholeDiskSteps,
} from '../src/core/image-kind.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import type { Image } from '../src/openstack/glance/schema.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** Words of a boot loader or of UEFI that could not be set up from what was written. */
const WORDS = [
  'mount-point-missing',
  'bootloader-failed',
  'efi-partition-missing',
  'root-partition-uuid',
  'no-partition-after-write',
];

interface Reading {
  readonly code: string;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly steps: readonly Step[];
}

const VENDOR_IMAGE: Step = {
  text: 'Use a cloud image of the distribution, or one built with diskimage-builder: these carry drivers and a boot loader.',
};

/** What the image and the node say about it, the most telling first. */
function reading(node: Node, image: Image | null): Reading | undefined {
  const label = shortLabel(image);
  const test = image ? testImageSigns(image) : [];
  const partition = partitionSigns(node, image);
  if (test.length > 0)
    return {
      code: 'image-test-vm',
      summary: `The boot loader could not be set up: ${label} looks like a test image for virtual machines.`,
      evidence: [...test, ...partition],
      steps: [VENDOR_IMAGE],
    };
  const mode = image ? bootModeMismatch(node, image) : [];
  if (mode.length > 0)
    return {
      code: 'image-boot-mode-mismatch',
      summary: `The boot loader could not be set up: ${label} and the node ask for different boot modes.`,
      evidence: [...mode, ...partition],
      steps: [
        {
          text: 'Take an image for the boot mode of the node, or change the boot mode that is asked of the node.',
        },
      ],
    };
  if (partition.length === 0) return undefined;
  return {
    code: 'image-partition-boot-loader',
    summary: `The boot loader could not be set up: ${label} is deployed as a partition image, which must hold all that it needs.`,
    evidence: partition,
    steps: [
      {
        text: 'See what the file really is: a partition table in it means a whole-disk image.',
        command: 'fdisk -l <file>',
      },
      ...wholeDiskSteps(node, image),
      {
        text: 'If it is one partition on purpose, its file system needs /dev, /proc, /sys and grub for the boot mode; a whole-disk image is easier.',
      },
    ],
  };
}

/** In the middle of a sentence that has to stay short. */
function shortLabel(image: Image | null): string {
  const label = image ? imageLabel(image) : '';
  return label && label.length <= 40 ? label : 'the image';
}

/** The text of the failure says where it stopped; the image says why. */
export default definePlaybook({
  id: 'image-mount-point',
  title: 'The image cannot be made bootable',
  guide: 'mount-point',
  covers: ['mount-point'],
  causes: ['image-unbootable'],
  reads: ['node', 'history', 'image'],
  remedies: ['fix-image'],
  about: ['node'],
  appliesTo: (node) => node.provision_state === 'deploy failed',
  checks: [
    {
      id: 'image-explains-it',
      asks: 'Does the image explain why no boot loader could be set up?',
      async run(facts): Promise<FindingDraft | undefined> {
        const node = await facts.node();
        const words = await wordsOfFailure(facts, node, WORDS);
        if (!words) return undefined;
        const said = reading(node, await facts.image());
        if (!said) return undefined;
        return {
          code: said.code,
          cause: 'image-unbootable',
          summary: said.summary,
          severity: 'critical',
          evidence: [wordsAsEvidence(words), ...said.evidence],
          explains: codesOfWords(words),
          proposals: [propose('fix-image')],
          steps: [...said.steps, ...stepsAfterRepair(node)],
        };
      },
    },
  ],
});
