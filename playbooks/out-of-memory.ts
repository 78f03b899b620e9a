import { textIn } from '../src/core/bag.ts';
import { failedTogether, sharedShortage, spanOf, unpacking } from '../src/core/conductor-memory.ts';
import { recognise } from '../src/core/error-signature.ts';
import type { Facts } from '../src/core/facts.ts';
import { failureCodes } from '../src/core/failure-codes.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { typedWord } from '../src/core/node-words.ts';
import { someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isFailed } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
import { saidAs, saidTexts } from '../src/core/said-texts.ts';
import { alsoToldAs } from '../src/core/text-causes.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** A restart that hits fewer has many reasons; this many at one moment are a conductor that was loaded. */
const MANY = 3;

export default definePlaybook({
  id: 'out-of-memory',
  title: 'The conductor is short of memory',
  guide: 'out-of-memory',
  covers: ['out-of-memory'],
  causes: ['conductor-oom'],
  reads: ['node', 'history', 'nodes', 'image', 'logs'],
  remedies: ['wait', 'fix-config', 'fix-image', 'collect-logs'],
  about: ['node'],
  appliesTo: (node) => isFailed(node.provision_state),
  checks: [
    {
      id: 'refused',
      asks: 'Did the conductor refuse the work for lack of memory?',
      async run(facts) {
        const node = await facts.node();
        const said = saidAs(await saidTexts(facts), 'insufficient-memory');
        if (!said) return undefined;
        const [nodes, image] = await Promise.all([facts.maybe.nodes(), facts.maybe.image()]);
        const unpacked = unpacking(image);
        return {
          code: 'conductor-memory-refused',
          cause: 'conductor-oom',
          summary: `The conductor had ${amounts(said.text)} and refused the work, so nothing is wrong with this node itself.`,
          severity: 'critical',
          evidence: [
            { bearing: 'proves', source: said.source, observed: said.text },
            ...sharedShortage(node, undefined, nodes ?? []),
            ...(unpacked ? [unpacked] : []),
          ],
          explains: [...failureCodes('conductor-oom'), ...alsoToldAs(said.text, 'conductor-oom')],
          proposals: [propose('wait'), propose('fix-config', { option: 'minimum_required_memory' })],
          steps: [
            {
              text: 'Ironic had waited 6 times 15 s for memory (the defaults) before it gave up: let fewer deploys run at once, then repeat this one.',
            },
            ...memorySteps(node, unpacked),
            {
              text: '[DEFAULT]minimum_required_memory (1024 MiB by default) is only the guard; lowering it brings the kernel in its place.',
            },
          ],
        };
      },
    },
    {
      id: 'killed',
      asks: 'Was a loaded conductor killed while it worked on many nodes?',
      run: killed,
    },
  ],
});

/** Worded by InsufficientMemory in openstack/ironic ironic/common/exception.py; both numbers are MiB. */
function amounts(text: string): string {
  const { free, required } =
    /Available memory at (?<free>\d{1,9})\b.{0,10}?, Insufficient as (?<required>\d{1,9})\b/i.exec(text)
      ?.groups ?? {};
  return free && required
    ? `${free} MiB of memory left where it asks for ${required}`
    : 'too little memory left';
}

async function killed(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const said = saidAs(await saidTexts(facts), 'cannot-be-resumed');
  const host = said?.captures['host'];
  if (!said || !host) return undefined;
  const together = failedTogether(node, host, await facts.nodes());
  if (together.length + 1 < MANY) return undefined;
  const [oom, image] = await Promise.all([oomLine(facts, host), facts.maybe.image()]);
  const unpacked = unpacking(image);
  const evidence: [Evidence, ...Evidence[]] = [
    // A restart alone says nothing about memory, so these words count once, with how many they hit.
    {
      bearing: 'supports',
      source: said.source,
      observed: `${said.text}; ${together.length} more failed within ${spanOf([node, ...together])} in the same words: ${someNames(together)}`,
    },
    ...(unpacked ? [unpacked] : []),
    oom ?? {
      bearing: 'speaks-against',
      source: said.source,
      observed: `no line of a kernel was read: a restart of ${host} for any other reason looks the same`,
    },
  ];
  const count = together.length + 1;
  return {
    code: oom ? 'conductor-oom-killed' : 'conductor-restarted-under-load',
    cause: 'conductor-oom',
    summary: oom
      ? `The kernel killed conductor ${host} for lack of memory, and ${count} nodes that it worked on failed with it.`
      : `Conductor ${host} went away and failed ${count} nodes at one moment, as it does when it runs out of memory.`,
    severity: oom ? 'critical' : 'warning',
    evidence,
    explains: oom ? [...failureCodes('stuck-ing-state'), 'log-conductor-oom-kill'] : [],
    proposals: [propose('collect-logs', { conductor: host }), propose('fix-image')],
    steps: [
      {
        text: `See whether the kernel of ${host} killed it.`,
        command: "journalctl -k --since -1d | grep -iE 'out of memory|oom-kill|killed process'",
      },
      ...memorySteps(node, unpacked),
    ],
  };
}

/** A line of that host's kernel or service manager. Logs of another conductor prove nothing about this one. */
async function oomLine(facts: Facts, host: string): Promise<Evidence | undefined> {
  for (const excerpt of (await facts.maybe.logs()) ?? []) {
    if (excerpt.host && excerpt.host.toLowerCase() !== host.toLowerCase()) continue;
    const line = excerpt.lines.find((one) =>
      recognise(one).some(({ signature }) => signature.id === 'conductor-oom-kill'),
    );
    if (line)
      return {
        bearing: excerpt.host ? 'proves' : 'supports',
        source: `logs[${excerpt.source}${excerpt.host ? `@${excerpt.host}` : ''}]`,
        observed: line,
      };
  }
  return undefined;
}

function memorySteps(node: Node, unpacked: Evidence | undefined): readonly Step[] {
  const image = textIn(node.instance_info, 'image_source');
  return [
    {
      text: 'See what memory that host has, and what takes it.',
      command: 'free -m; ps aux --sort=-rss | head',
    },
    unpacked
      ? {
          text: 'Give Glance a raw image: a conductor that has nothing to convert needs little memory.',
          command: `openstack image show ${typedWord(image, 'image')}`,
        }
      : {
          text: 'Give the conductor more memory or swap, or start fewer builds at a time; raw images spare it the conversion.',
        },
  ];
}
