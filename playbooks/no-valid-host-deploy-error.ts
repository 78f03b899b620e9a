import { innermost } from '../src/core/error-signature.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { demandOf } from '../src/core/flavor-demand.ts';
import { typedName, typedWord } from '../src/core/node-words.ts';
import { pastedLines } from '../src/core/pasted-lines.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { nodeLabel } from '../src/core/schedulable.ts';
import { faultOf, maybeSupplyFor } from '../src/core/scheduling-question.ts';
import { parseUtc } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';
import type { Server } from '../src/openstack/nova/schema.ts';

/** Item 9 of the guide's list. */
export default definePlaybook({
  id: 'no-valid-host-deploy-error',
  title: 'No valid host: a failed deploy behind it',
  guide: 'no-valid-host',
  about: ['instance', 'message', 'logs'],
  checks: [
    {
      id: 'wraps-a-failure',
      asks: "Does Nova's error only wrap a failed deploy or validation?",
      async run(facts) {
        const said = await saidByNova(facts);
        if (!said) return undefined;
        const wrapper = WRAPPERS.find(({ pattern }) => pattern.test(said.text));
        if (!wrapper) return undefined;
        const inner = innerFinding(said, wrapper);
        const behind = await behindFinding(said, wrapper, facts);
        return inner ? [inner, behind] : behind;
      },
    },
    {
      id: 'stopped-in-build',
      asks: 'Did the build end without any error being written?',
      async run(facts) {
        const server = facts.subject.aspects.includes('instance') ? await facts.instance() : null;
        if (server?.status.toUpperCase() !== 'ERROR' || server['OS-SRV-USG:launched_at']) return undefined;
        if (server.fault?.message || (await faultOf(server, facts))) return undefined;
        return withoutFault(server, facts);
      },
    },
  ],
});

interface Said {
  readonly text: string;
  readonly source: string;
  readonly at?: number;
  readonly server?: Server;
}

/** The fault of a failed server; else the pasted line that one of the wrappers is in. */
async function saidByNova(facts: Facts): Promise<Said | undefined> {
  if (facts.subject.aspects.includes('instance')) {
    const server = await facts.instance();
    if (server?.status.toUpperCase() === 'ERROR') {
      const fault = await faultOf(server, facts);
      if (fault)
        return {
          text: fault.message,
          source: fault.source,
          server,
          ...(fault.at === undefined ? {} : { at: fault.at }),
        };
    }
  }
  const line = (await pastedLines(facts)).find((one) =>
    WRAPPERS.some(({ pattern }) => pattern.test(one.line)),
  );
  return line && { text: line.line, source: line.source };
}

interface Wrapper {
  readonly code: string;
  readonly pattern: RegExp;
  readonly says: string;
  readonly cause: 'nvh-behind-deploy-error' | 'nvh-placement-stale' | 'network-vif';
}

/** Wordings of openstack/nova nova/exception.py, nova/scheduler/utils.py and nova/virt/ironic/driver.py; the telling ones first. */
const WRAPPERS: readonly Wrapper[] = [
  {
    code: 'nvh-behind-deploy-error-validation',
    pattern: /Ironic node: \S+ failed to validate/i,
    says: 'Ironic refused the chosen node when it validated it',
    cause: 'nvh-behind-deploy-error',
  },
  {
    code: 'nvh-placement-stale-taken',
    pattern: /Failed to reserve node \S+ when provisioning the instance/i,
    says: 'The chosen node was taken or no longer available: Placement offered it from an old view',
    cause: 'nvh-placement-stale',
  },
  {
    code: 'nvh-behind-deploy-error-vif',
    pattern: /Cannot attach VIF \S+ to the node|Failed to allocate the network\(s\)/i,
    says: "The instance's network could not be attached to the chosen node",
    cause: 'network-vif',
  },
  {
    code: 'nvh-behind-deploy-error-deploy',
    pattern:
      /Failed to provision instance|Error in deploy of node|Failed to add deploy parameters on node|Failed to request Ironic to (?:provision|rebuild)/i,
    says: 'A node was chosen, and its deploy failed',
    cause: 'nvh-behind-deploy-error',
  },
  {
    code: 'nvh-behind-deploy-error-aborted',
    pattern: /Build of instance \S+ (?:was re-scheduled|aborted):/i,
    says: 'A node was chosen, and the build on it failed',
    cause: 'nvh-behind-deploy-error',
  },
  {
    code: 'nvh-behind-deploy-error-retries',
    pattern:
      /Exceeded maximum number of retries|Exceeded max scheduling attempts|Exhausted all hosts available for retrying/i,
    says: 'Nodes were chosen, the build failed on each, and Nova ran out of them',
    cause: 'nvh-behind-deploy-error',
  },
];

/**
 * The reason inside, when its wording is known. One that proves itself is the answer and Nova's error only its
 * wrapping; a vaguer one is named beside it.
 */
function innerFinding({ text, source }: Said, wrapper: Wrapper): FindingDraft | undefined {
  const signature = innermost(text)?.signature;
  if (signature?.depth !== 'inner') return undefined;
  const { cause, bearing, says, next } = signature;
  if (cause === 'insufficient-evidence' || cause === wrapper.cause || cause.startsWith('nvh-'))
    return undefined;
  const sure = bearing === 'proves';
  return {
    code: `deploy-failed-${cause}`,
    cause,
    summary: `The deploy behind Nova's error failed: ${says}.`,
    severity: sure ? 'critical' : 'warning',
    evidence: [{ bearing, source, observed: text.trim() }],
    ...(sure ? { explains: WRAPPERS.map(({ code }) => code) } : {}),
    ...(cause === 'conductor-disk-full' ? { proposals: [propose('fix-disk')] } : {}),
    steps: [
      { text: next ?? "Read the conductor's log for that deploy." },
      ...(cause === 'conductor-disk-full'
        ? [{ text: 'On the conductor, see what is full.', command: 'df -h /var/lib/ironic /tmp' }]
        : []),
    ],
  };
}

async function behindFinding(said: Said, wrapper: Wrapper, facts: Facts): Promise<FindingDraft> {
  const [candidates, validation] = said.server
    ? await Promise.all([classNodes(facts), refusals(facts)])
    : [[], []];
  const failed = candidates.filter((node) => failedAround(node, said));
  const named = /[Nn]ode:? ([0-9a-f]{8}-[0-9a-f-]{27})/.exec(said.text)?.[1];
  const chosen = failed[0] ?? candidates.find((node) => node.uuid === named);
  const label = chosen ? nodeLabel(chosen) : named;
  const told = inShort(chosen?.last_error ?? validation[0]?.observed);
  const asked = chosen
    ? [typedName(chosen)]
    : named
      ? [typedWord(named, 'node')]
      : candidates.slice(0, 3).map(typedName);
  return {
    code: wrapper.code,
    cause: wrapper.cause,
    summary: `${wrapper.says}${label ? ` (${label})` : ''}${told ? `: ${told}` : '; the reason is with the node, not with the scheduler'}.`,
    severity: 'critical',
    evidence: [
      { bearing: 'proves', source: said.source, observed: said.text.trim() },
      ...failed.slice(0, 3).map(
        (node): Evidence => ({
          bearing: 'supports',
          source: `nodes[${nodeLabel(node)}].last_error`,
          observed: node.last_error ?? node.provision_state,
        }),
      ),
      ...validation,
    ],
    explains: [
      'nvh-compute-service-since-enabled',
      'nvh-no-available-node-none-free',
      'nvh-no-available-node-all-in-use',
    ],
    proposals: [propose('collect-logs')],
    steps: [
      ...(asked.length > 0 ? asked : ['<node>']).flatMap((name) => [
        {
          text: `See what Ironic says of ${name} as a target: deploy, boot, network, power, storage.`,
          command: `baremetal node validate ${name}`,
        },
        { text: `See what it remembers of ${name}.`, command: `baremetal node history list --long ${name}` },
      ]),
      {
        text: "Read the log of nova-compute for the instance, and the conductor's around the same time.",
        ...(said.server
          ? { command: `openstack server event list ${typedWord(said.server.id, 'server')}` }
          : {}),
      },
      {
        text: 'Once the node is mended, boot the server again; one in ERROR that never had a host is deleted.',
      },
    ],
  };
}

/** A line for the summary; the text itself is in the evidence. */
function inShort(text: string | null | undefined): string | undefined {
  const known = innermost(text);
  return known?.signature.depth === 'inner' ? known.signature.says : undefined;
}

async function classNodes(facts: Facts): Promise<readonly Node[]> {
  const flavor = await facts.maybe.flavor();
  const demand = flavor ? demandOf(flavor) : undefined;
  const supply = await maybeSupplyFor(facts, Object.keys(demand?.classes ?? {}));
  return demand ? (supply?.ofClass ?? []) : [];
}

/** Its error was written between the request and ten minutes after the fault; older errors are other stories. */
function failedAround(node: Node, { server, at }: Said): boolean {
  if (!node.last_error) return false;
  const moved = node.provision_updated_at ? parseUtc(node.provision_updated_at) : undefined;
  const from = server?.created ? parseUtc(server.created) : undefined;
  if (moved === undefined || from === undefined) return node.provision_state === 'deploy failed';
  return moved >= from && moved <= (at ?? from) + 600_000;
}

/** What the node's own validation refuses of what a deploy needs. */
async function refusals(facts: Facts): Promise<readonly Evidence[]> {
  if (!facts.subject.aspects.includes('node') && facts.subject.cloud !== 'snapshot') return [];
  const validation = await facts.maybe.validation();
  if (!validation) return [];
  if (validation.kind === 'refused')
    return [{ bearing: 'supports', source: 'validation', observed: validation.message }];
  return ['deploy', 'boot', 'network', 'power', 'management', 'storage'].flatMap((name): Evidence[] => {
    const one = validation.interfaces[name];
    if (one?.result !== false) return [];
    return [{ bearing: 'supports', source: `validation.${name}`, observed: one.reason ?? 'false' }];
  });
}

async function withoutFault(server: Server, facts: Facts): Promise<FindingDraft> {
  const host = server['OS-EXT-SRV-ATTR:host'];
  const actions = await facts.maybe.instance_actions();
  const events = actions?.flatMap((action) => action.events ?? []) ?? [];
  const unfinished = events.find((event) => /build_and_run_instance/.test(event.event) && !event.finish_time);
  if (!host && !unfinished)
    return {
      code: 'server-error-no-reason',
      cause: 'insufficient-evidence',
      summary: 'The server is in ERROR, never had a host, and Nova kept no reason.',
      severity: 'critical',
      evidence: [{ bearing: 'supports', source: 'instance.fault', observed: 'none, and no host' }],
      proposals: [propose('collect-logs')],
      steps: [
        {
          text: 'Read what was tried.',
          command: `openstack server event list ${typedWord(server.id, 'server')}`,
        },
        { text: "Search nova-conductor's and nova-scheduler's logs for the server's UUID and that request." },
      ],
    };
  return {
    code: 'nvh-compute-service-restarted-in-build',
    cause: 'nvh-compute-service',
    summary: `The build on ${host ?? 'nova-compute'} stopped half-way without an error, as when nova-compute is restarted during a build.`,
    severity: 'critical',
    evidence: [
      {
        bearing: 'supports',
        source: 'instance.fault',
        observed: `none; host ${host ?? 'none'}, never launched`,
      },
      ...(unfinished
        ? [
            {
              bearing: 'supports' as const,
              source: `instance_actions.${unfinished.event}`,
              observed: `started ${unfinished.start_time ?? ''}, never finished`,
            },
          ]
        : []),
    ],
    proposals: [propose('collect-logs')],
    steps: [
      {
        text: 'See when that nova-compute started.',
        command: `openstack compute service list --service nova-compute`,
      },
      {
        text: 'Read what was tried.',
        command: `openstack server event list ${typedWord(server.id, 'server')}`,
      },
      {
        text: 'Delete the server and boot it again; its node is torn down with it.',
        command: `openstack server delete ${typedWord(server.id, 'server')}`,
      },
    ],
  };
}
