import { missedBootOf, othersThatMissed } from '../src/core/boot-trouble.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { nodeLabel, typedName } from '../src/core/node-words.ts';
import { someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import { formatDuration, secondsSince } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** The guide says "large" and no number; below this a pass over all addresses takes no time. */
const LARGE = 100;
/** The guide says "very recently added". */
const FRESH_SECONDS = 24 * 3600;
/** Fewer than this many others may be chance. */
const SEVERAL = 2;

export default definePlaybook({
  id: 'inspect-large',
  title: 'New nodes of a large fleet cannot be inspected',
  guide: 'inspect-large-cluster',
  covers: ['inspect-large-cluster'],
  causes: ['dhcp-pxe-boot'],
  reads: ['node', 'nodes', 'history'],
  remedies: ['fix-config', 'inspect', 'collect-logs'],
  about: ['node'],
  appliesTo: (node) =>
    /^inspect (?:wait|failed)$/.test(node.provision_state) &&
    /^(?:agent|inspector)$/.test(node.inspect_interface ?? 'agent') &&
    // What boots from virtual media asks no DHCP server that would have to know it first.
    /pxe|http/.test(node.boot_interface ?? 'pxe') &&
    !wasInspected(node),
  checks: [
    {
      id: 'only-new-ones',
      asks: 'Do only nodes fail inspection that were added lately to a large fleet?',
      run: onlyNewOnes,
    },
  ],
});

/** What inspection leaves behind; a node that was only enrolled has none of it. */
function wasInspected(node: Node): boolean {
  return Boolean(
    node.properties?.['memory_mb'] ?? node.properties?.['cpus'] ?? node.properties?.['local_gb'],
  );
}

async function onlyNewOnes(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const age = secondsSince(node.created_at, facts.now);
  if (age === undefined || age > FRESH_SECONDS) return undefined;
  const missed = await missedBootOf(facts, node);
  if (!missed) return undefined;
  const nodes = await facts.nodes();
  if (nodes.length < LARGE) return undefined;
  const others = othersThatMissed(nodes, node, facts.now).filter(({ provision_state }) =>
    provision_state.startsWith('inspect '),
  );
  // An old node that fails in the same way has a trouble that is not one of being new.
  if (others.length < SEVERAL || others.some(wasInspected)) return undefined;
  const known = nodes.filter(wasInspected).length;
  const waits = missed === 'waits';
  const evidence: [Evidence, ...Evidence[]] = [
    {
      bearing: 'supports',
      source: 'node.created_at',
      observed: `${node.created_at}, ${formatDuration(age)} ago, and never inspected`,
    },
    {
      bearing: 'supports',
      source: 'nodes[provision_state=inspect]',
      observed: `${others.length} more miss their ramdisk in inspection, none of them ever inspected: ${someNames(others)}`,
    },
    {
      bearing: 'supports',
      source: 'nodes',
      observed: `${nodes.length} nodes, ${known} of them inspected before: a large fleet`,
    },
    {
      bearing: 'speaks-against',
      source: 'nodes[provision_state=inspect]',
      observed: 'new racks share switches and cabling too: any trouble of theirs would look the same',
    },
  ];
  return {
    code: 'inspect-new-nodes-of-large-fleet',
    cause: 'dhcp-pxe-boot',
    summary: `Only new nodes miss their inspection ramdisk in this fleet of ${nodes.length}: DHCP may not know ${nodeLabel(node)} yet.`,
    severity: waits ? 'warning' : 'critical',
    evidence,
    explains: [
      'inspect-callback-timeout',
      'wait-callback-overdue',
      'wait-callback-not-yet',
      'wait-shared-by-nodes',
    ],
    proposals: [
      propose('fix-config', { option: '[pxe_filter]sync_period' }),
      propose('collect-logs'),
      ...(waits ? [] : [propose('inspect', { node: node.uuid })]),
    ],
    steps: [
      {
        text: 'See how long a pass of the PXE filter takes; when it lasts as long as its period (45 s by default), it never rests and new nodes wait.',
        command: "journalctl -u '*ironic*' --since -1h | grep -iE 'pxe.?filter' | tail -40",
      },
      {
        text: 'Then raise [pxe_filter]sync_period where the filter runs (ironic-conductor, ironic-pxe-filter, or ironic-inspector in older clouds), and restart it.',
      },
      {
        text: 'If passes are short, look at the switches of the new rack instead.',
        command: `baremetal port list --node ${typedName(node)} --fields address local_link_connection`,
      },
      {
        text: 'Inspect again some minutes after the node was added.',
        command: `baremetal node inspect ${typedName(node)}`,
      },
    ],
  };
}
