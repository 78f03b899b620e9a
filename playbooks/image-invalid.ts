import { stepsAfterRepair } from '../src/core/after-repair.ts';
import { textIn } from '../src/core/bag.ts';
import type { Facts } from '../src/core/facts.ts';
import {
  codesOfWords,
  type FailureWords,
  type LoggedWords,
  logAsEvidence,
  loggedWords,
  wordsAsEvidence,
  wordsOfFailure,
} from '../src/core/failure-words.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import {
  type InspectedImage,
  inspectedIn,
  PERMITTED_FORMATS,
  permittedByDefault,
  sameFormat,
} from '../src/core/image-format.ts';
import { imageLabel } from '../src/core/image-kind.ts';
import { typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import type { Image } from '../src/openstack/glance/schema.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

const WORDS = [
  'image-not-valid',
  'image-unacceptable',
  'image-format-refused',
  'image-format-text',
  'image-safety-check',
];

/** `last_error` often says no more than "not valid for use"; the conductor's log says what was detected. */
async function detected(
  facts: Facts,
  node: Node,
  words: FailureWords,
): Promise<{ readonly content: InspectedImage; readonly logged?: LoggedWords } | undefined> {
  const own = inspectedIn(words.text);
  if (own) return { content: own };
  const logged = await loggedWords(facts, node, WORDS);
  const content = logged && inspectedIn(logged.record.text);
  return logged && content ? { content, logged } : undefined;
}

/** What Ironic was told that the file is, with where it was read. */
function declaredFormat(node: Node, image: Image | null | undefined): Evidence | undefined {
  if (image?.disk_format)
    return {
      bearing: 'supports',
      source: 'image.disk_format',
      observed: `${image.disk_format} (image ${imageLabel(image)})`,
    };
  const own = textIn(node.instance_info, 'image_disk_format');
  return own
    ? { bearing: 'supports', source: 'node.instance_info.image_disk_format', observed: own }
    : undefined;
}

function formatOf(node: Node, image: Image | null | undefined): string | undefined {
  return (image?.disk_format ?? textIn(node.instance_info, 'image_disk_format'))?.toLowerCase();
}

/** The inspection calls raw whatever it knows no header of. */
const NOT_KNOWN: Step = {
  text: 'Raw also stands for content of no known format: make sure that it is a disk at all, not an archive or a saved error page.',
};
const KEEP_GUARD: Step = {
  text: 'Do not switch the inspection off ([conductor]disable_deep_image_inspection): it keeps hostile images away from qemu-img.',
};

function lookInside(): Step {
  return {
    text: 'See what the file is, on a machine of your own.',
    command: 'qemu-img info <file>',
  };
}

/** Glance never changes the format of an image that has its data. */
function uploadAgain(image: Image | null | undefined, actual: string | undefined): Step {
  const format = typedWord(actual, 'format');
  return {
    text: 'Upload it as a new image with the format that it has; Glance does not change the disk_format of an existing one.',
    command: `openstack image create --disk-format ${format} --container-format bare --file <file> ${typedWord(image?.name, 'name')}`,
  };
}

function convert(): Step {
  return {
    text: 'Convert it to raw or qcow2 and upload the result as a new image.',
    command: 'qemu-img convert -O qcow2 <file> <new-file>',
  };
}

interface Judgement {
  readonly code: string;
  readonly summary: string;
  readonly steps: readonly Step[];
}

function judge(
  node: Node,
  image: Image | null | undefined,
  content: InspectedImage | undefined,
): Judgement | undefined {
  const declared = content?.expected ?? formatOf(node, image);
  const actual = content?.actual;
  if (actual && !permittedByDefault(actual))
    return {
      code: 'image-format-not-permitted',
      summary: `The image is refused: it is ${actual}, and Ironic takes only ${PERMITTED_FORMATS.join(', ')} by default.`,
      steps: [convert(), KEEP_GUARD],
    };
  if (actual && declared && !sameFormat(actual, declared))
    return {
      code: 'image-format-mismatch',
      summary: `The image is refused: it is registered as ${declared}, and its content is ${actual}.`,
      steps: [lookInside(), ...(actual === 'raw' ? [NOT_KNOWN] : []), uploadAgain(image, actual), KEEP_GUARD],
    };
  if (content?.unsafe)
    return {
      code: 'image-unsafe-content',
      summary: 'The image is refused: its content is of no known format or fails the safety check.',
      steps: [
        lookInside(),
        { text: 'Build or fetch the image anew; ask its owner where this file came from.' },
        KEEP_GUARD,
      ],
    };
  if (!actual && declared && !permittedByDefault(declared))
    return {
      code: 'image-format-not-permitted',
      summary: `The image is refused: it is registered as ${declared}, which Ironic does not take by default.`,
      steps: [convert(), KEEP_GUARD],
    };
  return undefined;
}

/** Sets what Ironic found in the file beside what it had been told of it. */
export default definePlaybook({
  id: 'image-invalid',
  title: 'The image is refused as invalid',
  guide: 'image-invalid',
  covers: ['image-invalid'],
  causes: ['image-invalid'],
  reads: ['node', 'history', 'image', 'logs'],
  remedies: ['fix-image'],
  about: ['node'],
  appliesTo: (node) => node.provision_state === 'deploy failed',
  checks: [
    {
      id: 'declared-and-detected',
      asks: 'Is the image of the format that it is registered as?',
      async run(facts): Promise<FindingDraft | undefined> {
        const node = await facts.node();
        const words = await wordsOfFailure(facts, node, WORDS);
        if (!words) return undefined;
        const [seen, image] = await Promise.all([detected(facts, node, words), facts.maybe.image()]);
        const judgement = judge(node, image, seen?.content);
        if (!judgement) return undefined;
        const declared = declaredFormat(node, image);
        return {
          code: judgement.code,
          cause: 'image-invalid',
          summary: judgement.summary,
          severity: 'critical',
          evidence: [
            wordsAsEvidence(words),
            ...(seen?.logged ? [logAsEvidence(seen.logged)] : []),
            ...(declared ? [declared] : []),
          ],
          explains: [
            ...codesOfWords(words),
            ...(seen?.logged ? [`log-${seen.logged.recognition.signature.id}`] : []),
          ],
          proposals: [propose('fix-image')],
          steps: [...judgement.steps, ...stepsAfterRepair(node)],
        };
      },
    },
  ],
});
