import { stepsAfterRepair } from '../src/core/after-repair.ts';
import { codesOfWords, wordsAsEvidence, wordsOfFailure } from '../src/core/failure-words.ts';
import type { FindingDraft } from '../src/core/finding.ts';
import { partitionSigns, wholeDiskSteps } from '../src/core/image-kind.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';

/**
 * A whole disk with its own partition table, written into one partition of an NVMe disk. What made Ironic do so stands
 * in Glance or in instance_info.
 */
export default definePlaybook({
  id: 'nvme-partition',
  title: 'An NVMe partition is not a block device',
  guide: 'nvme-partition',
  covers: ['nvme-partition'],
  causes: ['image-invalid'],
  reads: ['node', 'history', 'image'],
  remedies: ['fix-image'],
  about: ['node'],
  appliesTo: (node) => node.provision_state === 'deploy failed',
  checks: [
    {
      id: 'taken-for-partition-image',
      asks: 'Is a whole-disk image registered as a partition image?',
      async run(facts): Promise<FindingDraft | undefined> {
        const node = await facts.node();
        const words = await wordsOfFailure(facts, node, ['nvme-not-block-device']);
        if (!words) return undefined;
        const image = await facts.image();
        const signs = partitionSigns(node, image);
        if (signs.length === 0) return undefined;
        return {
          code: 'nvme-whole-disk-as-partition',
          cause: 'image-invalid',
          summary:
            'A whole-disk image is registered as a partition image, so it was written into a partition of the NVMe disk.',
          severity: 'critical',
          evidence: [wordsAsEvidence(words), ...signs],
          explains: [...codesOfWords(words), `${words.operation.id}-failed-image-unbootable`],
          proposals: [propose('fix-image')],
          steps: [...wholeDiskSteps(node, image), ...stepsAfterRepair(node)],
        };
      },
    },
  ],
});
