import {
  ACTION_LIMITS,
  countedBy,
  countWords,
  type LimitedKind,
  limitedKind,
  waveIn,
} from '../src/core/action-limits.ts';
import type { Facts } from '../src/core/facts.ts';
import { failureCodes } from '../src/core/failure-codes.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { type SaidText, saidAs, saidTexts, saysMore } from '../src/core/said-texts.ts';
import { alsoToldAs } from '../src/core/text-causes.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** A number of the whole fleet is read from a list that may hold one resource class only. */
interface Fleet {
  readonly nodes: readonly Node[] | undefined;
  readonly of: string;
}

export default definePlaybook({
  id: 'concurrent-limit',
  title: 'As many deploys, cleanings or workers as Ironic allows',
  guide: 'concurrent-action-limit',
  covers: ['concurrent-action-limit', 'api-errors'],
  causes: ['concurrent-action-limit'],
  reads: ['node', 'history', 'instance', 'instance_actions', 'message', 'nodes'],
  remedies: ['wait', 'look-again', 'fix-config', 'collect-logs'],
  about: ['node', 'instance', 'message'],
  checks: [
    {
      id: 'limit',
      asks: 'Was a request refused because too many deploys or cleanings were in hand?',
      suspects: saysMore,
      async run(facts) {
        const said = saidAs(await saidTexts(facts), 'concurrent-action-limit');
        return said && limitReached(said, limitedKind(said.captures['task']), await fleetOf(facts));
      },
    },
    {
      id: 'workers',
      asks: 'Was a request refused because a conductor had no free worker?',
      suspects: saysMore,
      async run(facts) {
        const said = saidAs(await saidTexts(facts), 'no-free-conductor-worker');
        return said && noWorkers(said, await fleetOf(facts));
      },
    },
  ],
});

async function fleetOf(facts: Facts): Promise<Fleet> {
  const nodes = await facts.maybe.nodes();
  const own = facts.subject.aspects.includes('node') ? (await facts.maybe.node())?.resource_class : undefined;
  return { nodes, of: own ? ` of resource class ${own} alone` : '' };
}

function limitReached(said: SaidText, kind: LimitedKind | undefined, { nodes, of }: Fleet): FindingDraft {
  const kinds: readonly LimitedKind[] = kind ? [kind] : ['deploys', 'cleanings'];
  const counts = kinds.flatMap((one): Evidence[] => {
    if (!nodes) return [];
    const counted = countedBy(one, nodes);
    const wave = waveIn(counted);
    return [
      {
        bearing: 'supports',
        source: `nodes[${ACTION_LIMITS[one].states.join('/')}]`,
        observed: `now ${countWords(one, counted)}${of}`,
      },
      ...(wave ? [wave] : []),
    ];
  });
  const below = nodes && kind && !of && countedBy(kind, nodes).length < ACTION_LIMITS[kind].default;
  const what = kind ?? 'deploys or cleanings';
  return {
    code: 'concurrent-limit-reached',
    cause: 'concurrent-action-limit',
    summary: `Ironic refused the request because as many ${what} as it allows at once were in hand; a retry is safe.`,
    severity: 'critical',
    evidence: [{ bearing: 'proves', source: said.source, observed: said.text }, ...counts],
    explains: told(said),
    proposals: [propose('wait'), propose('look-again'), propose('fix-config', { option: optionOf(kind) })],
    steps: [
      {
        text: 'The limit itself is hidden from the API on purpose: 250 deploys and 50 cleanings are the defaults, and reaching the number is enough.',
      },
      ...(below
        ? [
            {
              text: 'Now fewer are in hand than the default allows: the wave has passed, or a lower limit is set here, perhaps per conductor group ([conductor]max_concurrent_per_conductor_group).',
            },
          ]
        : []),
      {
        text: 'See what is in hand, and since when: a few that hang hold their places.',
        command: 'baremetal node list --limit 0 --fields name provision_state provision_updated_at owner',
      },
      {
        text: 'Ask whoever began the wave to go in steps, and send the refused request again when it is over; nothing was changed on the node.',
      },
      {
        text: `When this is normal load, raise ${optionOf(kind)} on every conductor; memory, disk and provisioning network have to bear it.`,
      },
    ],
  };
}

function noWorkers(said: SaidText, { nodes, of }: Fleet): FindingDraft {
  const busy = (['deploys', 'cleanings'] as const).map(
    (kind): Evidence => ({
      bearing: 'supports',
      source: `nodes[${ACTION_LIMITS[kind].states.join('/')}]`,
      observed: `now ${countedBy(kind, nodes ?? []).length}${of}`,
    }),
  );
  return {
    code: 'no-free-workers',
    cause: 'concurrent-action-limit',
    summary: 'A conductor had no free worker for the request; Ironic put the state back, so a retry is safe.',
    severity: 'critical',
    evidence: [{ bearing: 'proves', source: said.source, observed: said.text }, ...(nodes ? busy : [])],
    explains: told(said),
    proposals: [propose('look-again'), propose('collect-logs')],
    steps: [
      { text: 'Send it again in a minute; this is no limit of deploys, but the pool of one conductor.' },
      WORKERS,
      {
        text: 'See what keeps them busy: hanging BMCs, slow storage, a power sync over many nodes at once.',
        command:
          "grep -E 'NoFreeConductorWorker|Timeout|timed out' /var/log/ironic/ironic-conductor.log | tail -40",
      },
    ],
    guide: 'api-errors',
  };
}

const WORKERS: Step = {
  text: 'If it stays, that conductor needs more workers ([conductor]workers_pool_size, 300 by default, 5 % of them reserved), or more conductors must share its nodes.',
};

/** Codes under which the same words are told by those who know nothing else. */
function told(said: SaidText): readonly string[] {
  return [
    ...failureCodes('concurrent-action-limit'),
    ...alsoToldAs(said.text, 'concurrent-action-limit'),
    'nvh-behind-deploy-error-deploy',
    'nvh-behind-deploy-error-aborted',
    'nvh-behind-deploy-error-retries',
  ];
}

function optionOf(kind: LimitedKind | undefined): string {
  return kind ? ACTION_LIMITS[kind].option : '[conductor]max_concurrent_deploy or _clean';
}
