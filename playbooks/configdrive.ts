import { stepsAfterRepair } from '../src/core/after-repair.ts';
import type { Facts } from '../src/core/facts.ts';
import {
  codesOfWords,
  type FailureWords,
  wordsAsEvidence,
  wordsOfFailure,
} from '../src/core/failure-words.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import type { GuideSection } from '../src/core/guide.ts';
import { typedName, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { DEFAULT_SECONDS } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
import { formatDuration, parseUtc } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** What Swift says to a temporary URL that no longer holds, or whose object was deleted when it ran out. */
const REFUSED = ['401', '403', '404', '410'];

/** From here on a URL that lives as long as the deploy's time-out may have run out; clocks differ by minutes. */
const LONG_DEPLOY_SECONDS = DEFAULT_SECONDS.callback_timeout - 300;

/** No deploy takes so long: when Nova asked last so long ago, somebody has rebuilt the node in Ironic itself. */
const NOT_NOVAS_SECONDS = 24 * 3600;

/** The last build or rebuild that Nova asked for before the failure. */
interface Build {
  readonly rebuild: boolean;
  /** From Nova's request to Ironic's failure. */
  readonly seconds?: number;
  readonly evidence: Evidence;
}

async function lastBuild(facts: Facts, node: Node): Promise<Build | undefined> {
  if (!node.instance_uuid) return undefined;
  const actions = await facts.maybe.instance_actions();
  const failed = parseUtc(node.provision_updated_at ?? '');
  const [last] = (actions ?? [])
    .filter(({ action, start_time }) => {
      const at = parseUtc(start_time ?? '');
      const before = at !== undefined && (failed === undefined || at <= failed);
      return before && (action === 'create' || action === 'rebuild');
    })
    .sort((a, b) => (parseUtc(b.start_time ?? '') ?? 0) - (parseUtc(a.start_time ?? '') ?? 0));
  if (!last) return undefined;
  const began = parseUtc(last.start_time ?? '');
  const seconds = began !== undefined && failed !== undefined ? (failed - began) / 1000 : undefined;
  return {
    rebuild: last.action === 'rebuild',
    ...(seconds === undefined ? {} : { seconds }),
    evidence: {
      bearing: 'supports',
      source: `instance_actions[${last.request_id}]`,
      observed: `${last.action} at ${last.start_time}${seconds === undefined ? '' : `, ${formatDuration(seconds)} before the failure`}`,
    },
  };
}

interface Judgement {
  readonly code: string;
  readonly guide: GuideSection;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly steps: readonly Step[];
  /** Somebody rebuilt it in Ironic, and the steps say how to go on. */
  readonly inIronic?: true;
}

const DURATION: Step = {
  text: 'Give the URL an explicit life, longer than the slowest deploy: [conductor]configdrive_swift_temp_url_duration. Unset, it follows deploy_callback_timeout (1800 s by default).',
};
const NO_STORE: Step = {
  text: 'Or keep config drives out of Swift for new deploys: [deploy]configdrive_use_object_store = false.',
};

function sendAgain(node: Node): Step {
  const anew: Step = {
    text: 'Rebuild with the config drive in the request; the old one is gone.',
    command: `baremetal node rebuild ${typedName(node)} --config-drive <file-or-folder>`,
  };
  if (!node.instance_uuid) return anew;
  return {
    text: 'Rebuild through Nova rather than in Ironic: since Stein it sends a new config drive along.',
    command: `openstack server rebuild ${typedWord(node.instance_uuid, 'instance')}`,
  };
}

const REFUSED_EARLY: readonly Step[] = [
  {
    text: "Compare the clocks of conductor and Swift, and the temporary-URL key of Ironic's account in Swift: a changed key voids every URL.",
  },
  {
    text: 'See whether [conductor]configdrive_swift_temp_url_duration is set to something short.',
  },
];

function judge(node: Node, status: string, build: Build | undefined): Judgement {
  const seconds = build?.seconds;
  if (seconds !== undefined && seconds > NOT_NOVAS_SECONDS)
    return {
      code: 'configdrive-gone-for-rebuild',
      guide: 'configdrive-rebuild',
      summary: `The rebuild failed: the Swift URL of the config drive kept from an earlier deploy no longer holds (HTTP ${status}).`,
      evidence: [],
      steps: [sendAgain(node), NO_STORE],
      inIronic: true,
    };
  if (seconds !== undefined && seconds < LONG_DEPLOY_SECONDS) {
    if (build?.rebuild)
      return {
        code: 'configdrive-gone-for-rebuild',
        guide: 'configdrive-rebuild',
        summary: `The rebuild failed: the config drive's temporary Swift URL does not hold (HTTP ${status}), likely that of an earlier deploy.`,
        evidence: [
          {
            bearing: 'speaks-against',
            source: 'instance_actions',
            observed: 'asked through Nova, which since Stein sends a new config drive with each rebuild',
          },
        ],
        steps: [
          {
            text: 'With Nova before Stein: rebuild in Ironic with the config drive in the request.',
            command: `baremetal node rebuild ${typedName(node)} --config-drive <file-or-folder>`,
          },
          ...REFUSED_EARLY,
          NO_STORE,
        ],
      };
    return {
      code: 'configdrive-url-refused-early',
      guide: 'configdrive-401',
      summary: `Swift refused the config drive's URL (HTTP ${status}) ${formatDuration(seconds)} after the request, too early to have run out by default.`,
      evidence: [],
      steps: REFUSED_EARLY,
    };
  }
  return {
    code: 'configdrive-url-expired',
    guide: 'configdrive-401',
    summary:
      seconds === undefined
        ? `Swift refused the config drive's temporary URL (HTTP ${status}), most often because it ran out during a slow deploy.`
        : `The config drive's temporary URL ran out (HTTP ${status}): the deploy had taken ${formatDuration(seconds)} to get there.`,
    evidence: [],
    steps: [
      DURATION,
      ...(seconds === undefined
        ? [
            {
              text: 'If this was a rebuild without a config drive in the request, the old URL was used: send it again.',
            },
          ]
        : []),
      NO_STORE,
    ],
  };
}

/** The URL itself is masked wherever it is kept; that it is one of Swift's shows in the agent's words. */
function ofSwift({ text }: FailureWords): boolean {
  return /[?&]temp_url_(?:sig|expires)=/i.test(text);
}

export default definePlaybook({
  id: 'configdrive',
  title: 'The config drive cannot be fetched',
  guide: 'configdrive-401',
  covers: ['configdrive-401', 'configdrive-rebuild'],
  causes: ['configdrive-volume'],
  reads: ['node', 'history', 'instance_actions'],
  remedies: ['fix-config'],
  about: ['node'],
  appliesTo: (node) => node.provision_state === 'deploy failed',
  checks: [
    {
      id: 'temporary-url',
      asks: "Has the config drive's temporary URL run out?",
      async run(facts): Promise<FindingDraft | undefined> {
        const node = await facts.node();
        const words = await wordsOfFailure(facts, node, ['configdrive-download']);
        const status = words?.recognition.captures['code'];
        if (!words || !status || !REFUSED.includes(status) || !ofSwift(words)) return undefined;
        const build = await lastBuild(facts, node);
        const judgement = judge(node, status, build);
        return {
          code: judgement.code,
          cause: 'configdrive-volume',
          summary: judgement.summary,
          severity: 'critical',
          evidence: [wordsAsEvidence(words), ...(build ? [build.evidence] : []), ...judgement.evidence],
          explains: [...codesOfWords(words), ...(judgement.inIronic ? ['instance-active-node-not'] : [])],
          proposals: [propose('fix-config')],
          steps: [...judgement.steps, ...(judgement.inIronic ? [] : stepsAfterRepair(node))],
          guide: judgement.guide,
        };
      },
    },
  ],
});
