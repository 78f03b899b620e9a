import { stepsAfterRepair } from '../src/core/after-repair.ts';
import { type Disk, disksOf, diskWords } from '../src/core/disk-kind.ts';
import type { Facts } from '../src/core/facts.ts';
import {
  codesOfWords,
  type FailureWords,
  wordsAsEvidence,
  wordsOfFailure,
} from '../src/core/failure-words.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { typedName, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import {
  diskMeant,
  hintsWords,
  identityOf,
  judgeHints,
  type RootHints,
  rootCandidates,
  rootHintsOf,
  soundnessOf,
} from '../src/core/root-hints.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

const NO_DISK = 'root-device-hints';
/** Words of a disk that was chosen and was the wrong one. */
const WRONG_DISK = ['disk-no-medium', 'partition-outside-disk'];

const listed = (disks: readonly Disk[]): string =>
  disks.slice(0, 4).map(diskWords).join('; ') + (disks.length > 4 ? `; and ${disks.length - 4} more` : '');

function disksSeen(disks: readonly Disk[]): Evidence {
  return {
    bearing: 'supports',
    source: 'inventory.disks',
    observed: disks.length > 0 ? `inspection saw ${listed(disks)}` : 'inspection saw no disk at all',
  };
}

/** How to name the disk by what stays with it. */
function nameIt(node: Node, hints: RootHints | undefined, disks: readonly Disk[]): readonly Step[] {
  const meant = hints ? diskMeant(hints, disks) : undefined;
  const identity = meant && identityOf(meant, rootCandidates(disks));
  const bag = hints?.source.startsWith('node.instance_info') ? '--instance-info' : '--property';
  const hint = identity?.hint ?? 'serial';
  const set: Step = {
    text: identity
      ? `Name the disk by its ${hint === 'hctl' ? 'SCSI address' : hint === 'wwn' ? 'WWN' : 'serial number'}, once you know that ${meant?.name ?? 'it'} is the one that is meant.`
      : 'Name the disk by its serial number or WWN.',
    command: `baremetal node set ${typedName(node)} ${bag} root_device='{"${hint}": "${typedWord(identity?.value, hint)}"}'`,
  };
  if (identity) return [set];
  return [
    {
      text: 'Read serial numbers and WWNs of the disks from the last inspection.',
      command: `baremetal node inventory save ${typedName(node)} | jq '.inventory.disks[] | {name, size, serial, wwn}'`,
    },
    set,
  ];
}

function asksFor(hints: RootHints): Evidence {
  return { bearing: 'supports', source: hints.source, observed: hintsWords(hints) };
}

interface Judgement {
  readonly code: string;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly steps: readonly Step[];
  readonly disk?: true;
}

const CHECK_DISK: Step = {
  text: 'Look for the disk in the BMC or the RAID controller: it may be broken, pulled, or not yet made into a volume.',
};

/** The agent found no disk. */
function noDisk(node: Node, hints: RootHints | undefined, disks: readonly Disk[]): Judgement | undefined {
  if (!hints) {
    const large = rootCandidates(disks);
    return {
      code: large.length === 0 ? 'root-device-no-disk' : 'root-device-disk-gone',
      summary:
        large.length === 0
          ? 'The deploy found no disk of 4 GiB or more, and inspection saw none either: a RAID controller may hide them.'
          : 'The deploy found no disk of 4 GiB or more, though inspection saw some: they broke, or the ramdisk lacks their driver.',
      evidence: [disksSeen(disks)],
      steps: [CHECK_DISK],
      disk: true,
    };
  }
  const { matching, surely, failing } = judgeHints(hints, disks);
  if (matching.length === 0)
    return {
      code: 'root-device-no-match',
      summary: `No disk fits the root device hints${failing.length > 0 ? `: none has the ${failing.slice(0, 3).join(' and the ')} asked for` : ' taken together'}.`,
      evidence: [asksFor(hints), disksSeen(disks)],
      steps: nameIt(node, hints, disks),
    };
  if (soundnessOf(hints) === 'order')
    return {
      code: 'root-device-hint-by-order',
      summary:
        'No disk had the name that the root device hint asks for: such names change from boot to boot.',
      evidence: [asksFor(hints), disksSeen(disks)],
      steps: nameIt(node, hints, disks),
    };
  // Operators that are not spoken here leave it open.
  if (surely.length === 0) return undefined;
  return {
    code: 'root-device-disk-gone',
    summary:
      'The disk that the root device hints name was there at inspection, and the deploy did not find it.',
    evidence: [asksFor(hints), { bearing: 'supports', source: 'inventory.disks', observed: listed(surely) }],
    steps: [CHECK_DISK],
    disk: true,
  };
}

/** The agent took a disk that was no good. */
function wrongDisk(node: Node, hints: RootHints, disks: readonly Disk[]): Judgement | undefined {
  const soundness = soundnessOf(hints);
  const { surely } = judgeHints(hints, disks);
  const seen = disks.length > 0 ? [disksSeen(disks)] : [];
  if (soundness === 'order')
    return {
      code: 'root-device-hint-by-order',
      summary:
        'The wrong disk was taken: the root device hint goes by a name that changes from boot to boot.',
      evidence: [asksFor(hints), ...seen],
      steps: nameIt(node, hints, disks),
    };
  if (soundness === 'loose' && surely.length > 1)
    return {
      code: 'root-device-hint-ambiguous',
      summary: `The wrong disk was taken: ${surely.length} disks fit the root device hints, and the first that starts is used.`,
      evidence: [asksFor(hints), ...seen],
      steps: nameIt(node, hints, disks),
    };
  return undefined;
}

async function judge(facts: Facts, node: Node, words: FailureWords): Promise<Judgement | undefined> {
  const hints = rootHintsOf(node);
  if (words.recognition.signature.id !== NO_DISK) {
    if (!hints || soundnessOf(hints) === 'sound') return undefined;
    return wrongDisk(node, hints, disksOf(await facts.maybe.inventory()));
  }
  // Hints that are not even well formed match nothing, whatever the disks are.
  if (/failed to validate/i.test(words.text)) return undefined;
  const inventory = await facts.inventory();
  // A node that was never inspected tells of no disk.
  return inventory ? noDisk(node, hints, disksOf(inventory)) : undefined;
}

async function whichDisk(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const words = await wordsOfFailure(facts, node, [NO_DISK, ...WRONG_DISK]);
  const judgement = words && (await judge(facts, node, words));
  if (!words || !judgement) return undefined;
  return {
    code: judgement.code,
    cause: 'root-device-hints',
    summary: judgement.summary,
    severity: 'critical',
    evidence: [wordsAsEvidence(words), ...judgement.evidence],
    explains: codesOfWords(words),
    proposals: judgement.disk
      ? [propose('fix-disk')]
      : [propose('fix-node', { node: node.uuid }), propose('fix-disk')],
    steps: [...judgement.steps, ...stepsAfterRepair(node)],
  };
}

/** Nothing has failed yet; the next deploy may take another disk. */
async function unsoundHint(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const hints = rootHintsOf(node);
  if (!hints) return undefined;
  const disks = disksOf(await facts.maybe.inventory());
  // With a single disk any name leads to it.
  if (rootCandidates(disks).length === 1) return undefined;
  return {
    code: 'root-device-hint-unsound',
    cause: 'root-device-hints',
    summary: 'The root device hint goes by a name that may be another disk at the next boot of the ramdisk.',
    severity: 'info',
    evidence: [asksFor(hints), ...(disks.length > 0 ? [disksSeen(disks)] : [])],
    proposals: [],
    steps: nameIt(node, hints, disks),
  };
}

const goesByOrder = (node: Node): boolean => {
  const hints = rootHintsOf(node);
  return hints !== undefined && soundnessOf(hints) === 'order';
};

export default definePlaybook({
  id: 'root-device',
  title: 'No disk, or the wrong disk, is taken for the root device',
  guide: 'disk-order',
  covers: ['disk-order'],
  causes: ['root-device-hints'],
  reads: ['node', 'history', 'inventory'],
  remedies: ['fix-node', 'fix-disk'],
  about: ['node'],
  checks: [
    {
      id: 'hints-and-disks',
      asks: 'Do the root device hints fit exactly the disk that is meant?',
      appliesTo: (node) => node.provision_state === 'deploy failed',
      run: whichDisk,
    },
    {
      id: 'sound-hints',
      asks: 'Do the root device hints name a disk that stays the same?',
      appliesTo: (node) =>
        ['available', 'active', 'manageable'].includes(node.provision_state) && goesByOrder(node),
      run: unsoundHint,
    },
  ],
});
