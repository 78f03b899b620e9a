import { innermost } from '../src/core/error-signature.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { demandOf } from '../src/core/flavor-demand.ts';
import { nodeLabel, typedName, typedWord } from '../src/core/node-words.ts';
import {
  innerFinding,
  type NovaSaid,
  plainFinding,
  type Wrapper,
  wrapperIn,
} from '../src/core/nova-error.ts';
import { pastedLines } from '../src/core/pasted-lines.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { RECOGNISED } from '../src/core/recognised-errors.ts';
import { propose } from '../src/core/remediation.ts';
import { faultOf, maybeSupplyFor } from '../src/core/scheduling-question.ts';
import { stoppedBuild } from '../src/core/stopped-build.ts';
import { alsoToldAs } from '../src/core/text-causes.ts';
import { parseUtc } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';
import type { Server } from '../src/openstack/nova/schema.ts';

/** Item 9 of the guide's list. */
export default definePlaybook({
  id: 'no-valid-host-deploy-error',
  title: 'No valid host: a failed deploy behind it',
  guide: 'no-valid-host',
  covers: [...RECOGNISED.sections, 'api-errors'],
  causes: RECOGNISED.causes,
  reads: ['flavor', 'instance', 'instance_actions', 'node', 'nodes', 'validation', 'message', 'logs'],
  remedies: RECOGNISED.remedies,
  about: ['instance', 'message', 'logs'],
  checks: [
    {
      id: 'wraps-a-failure',
      asks: "Does Nova's error only wrap a failed deploy or validation?",
      async run(facts) {
        const said = await saidByNova(facts);
        if (!said) return undefined;
        const wrapper = wrapperIn(said.text);
        if (!wrapper) return undefined;
        const inner = innerFinding(said, wrapper);
        const behind = await behindFinding(said, wrapper, facts, inner?.severity === 'critical');
        return inner ? [inner, behind] : behind;
      },
    },
    {
      id: 'says-why',
      asks: "Does Nova's error say by itself why the server failed?",
      async run(facts) {
        const said = await saidByNova(facts);
        if (!said?.server || wrapperIn(said.text)) return undefined;
        // The failed event of a server that ran may be of another time than its ERROR.
        if (!said.server.fault?.message && said.server['OS-SRV-USG:launched_at']) return undefined;
        return plainFinding(said, typedWord(said.server.id, 'server'));
      },
    },
    {
      id: 'stopped-in-build',
      asks: 'Did the build end without any error being written?',
      async run(facts) {
        const server = facts.subject.aspects.includes('instance') ? await facts.instance() : null;
        if (server?.status.toUpperCase() !== 'ERROR' || server['OS-SRV-USG:launched_at']) return undefined;
        if (server.fault?.message || (await faultOf(server, facts))) return undefined;
        return stoppedBuild(server, facts);
      },
    },
  ],
});

interface Said extends NovaSaid {
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
  const pasted = (await pastedLines(facts)).find(({ line }) => wrapperIn(line));
  return pasted && { text: pasted.line, source: pasted.source };
}

/** `reasonKnown`: what a wrapper says of the cause is then only where it happened. */
async function behindFinding(
  said: Said,
  wrapper: Wrapper,
  facts: Facts,
  reasonKnown: boolean,
): Promise<FindingDraft> {
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
      {
        bearing: reasonKnown && wrapper.cause === 'network-vif' ? 'supports' : 'proves',
        source: said.source,
        observed: said.text.trim(),
      },
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
      ...alsoToldAs(said.text, wrapper.cause),
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
