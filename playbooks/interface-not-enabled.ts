import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { typedName, typedWord } from '../src/core/node-words.ts';
import { othersOf, someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { propose } from '../src/core/remediation.ts';
import type { Driver, Node, Validation } from '../src/openstack/ironic/schema.ts';

const KINDS = [
  'bios',
  'boot',
  'console',
  'deploy',
  'firmware',
  'inspect',
  'management',
  'network',
  'power',
  'raid',
  'rescue',
  'storage',
  'vendor',
] as const;
type Kind = (typeof KINDS)[number];

/** An interface that the node asks for and no conductor of its driver enables. */
interface Gone {
  readonly kind: Kind;
  readonly name: string;
  /** What is enabled instead, the best first; empty when that is not known. */
  readonly enabled: readonly string[];
}

/** Worded by InterfaceNotFoundInEntrypoint in openstack/ironic ironic/common/exception.py. */
const REFUSED =
  /Could not find the following interface in the '(?:[\w.]{1,100}\.)?(?<kind>[a-z]{1,40})' entrypoint: (?<name>[\w.-]{1,80}?)\. Valid interfaces are \[(?<valid>[^\]]{0,1000})\]/i;

function refusedIn(validation: Validation): Gone | undefined {
  if (validation.kind !== 'refused') return undefined;
  const { kind, name, valid } = REFUSED.exec(validation.message)?.groups ?? {};
  const known = KINDS.find((one) => one === kind?.toLowerCase());
  if (!known || !name) return undefined;
  const enabled = (valid ?? '').split(',').map((word) => word.trim().replace(/^u?['"]|['"]$/g, ''));
  return { kind: known, name, enabled: enabled.filter(Boolean) };
}

/**
 * What the list of drivers does not have. It still shows what dead conductors once enabled, so an entry there clears
 * nothing; an absent one is conclusive.
 */
function absentFrom(driver: Driver | undefined, node: Node): readonly Gone[] {
  if (!driver) return [];
  return KINDS.flatMap((kind) => {
    const name = node[`${kind}_interface`];
    const enabled = driver[`enabled_${kind}_interfaces`];
    if (!name || !enabled || enabled.includes(name)) return [];
    // What a new node would get comes first.
    const preferred = driver[`default_${kind}_interface`];
    const sorted = [...enabled].sort((a, b) => Number(b === preferred) - Number(a === preferred));
    return [{ kind, name, enabled: sorted }];
  });
}

function driverOf(node: Node, drivers: readonly Driver[]): Driver | undefined {
  return drivers.find((one) => one.name === node.driver);
}

/** The same question without an answer to show, since a fleet asks it of every node. */
function lacksOne(driver: Driver | undefined, node: Node): boolean {
  if (!driver) return false;
  for (const { field, enabled } of FIELDS) {
    const name = node[field];
    if (name && driver[enabled]?.includes(name) === false) return true;
  }
  return false;
}

const FIELDS = KINDS.map((kind) => ({
  field: `${kind}_interface` as const,
  enabled: `enabled_${kind}_interfaces` as const,
}));

/** The guide's order: old configuration back, every node changed, then the new configuration again. */
function steps(node: Node, gone: Gone, sharing: number): readonly Step[] {
  const name = typedWord(gone.name, 'interface');
  const next = typedWord(gone.enabled[0], 'an enabled interface');
  const flag = `--${gone.kind}-interface`;
  return [
    {
      text: `Put ${name} back into [DEFAULT]enabled_${gone.kind}_interfaces of the conductors (and the old default_${gone.kind}_interface), and restart them. Until then the node takes no operation.`,
    },
    {
      text: `Find every node that still has it${sharing > 0 ? `; here ${sharing} more` : ''}.`,
      command: `baremetal node list --limit 0 --fields uuid name driver ${gone.kind}_interface -f value | grep -w ${name}`,
    },
    {
      text: 'Give each of them an interface that stays enabled.',
      command: `baremetal node set ${typedName(node)} ${flag} ${next}`,
    },
    { text: 'Then apply the new configuration again, and restart the conductors.' },
  ];
}

async function peers(facts: Facts, node: Node, gone: Gone): Promise<readonly Node[]> {
  const nodes = (await facts.maybe.nodes()) ?? [];
  return othersOf(nodes, node).filter(
    (other) => other.driver === node.driver && other[`${gone.kind}_interface`] === gone.name,
  );
}

function finding(node: Node, gone: Gone, proof: Evidence, sharing: readonly Node[]): FindingDraft {
  const field = `${gone.kind}_interface`;
  const shared: readonly Evidence[] =
    sharing.length > 0
      ? [
          {
            bearing: 'supports',
            source: `nodes[${field}=${gone.name}]`,
            observed: `${sharing.length} more of driver ${node.driver}: ${someNames(sharing, 3)}`,
          },
        ]
      : [];
  return {
    code: 'interface-not-enabled',
    cause: 'interface-not-enabled',
    summary: `The node uses ${gone.kind} interface "${gone.name}", which its conductors no longer enable, so Ironic refuses to work on it.`,
    severity: 'critical',
    evidence: [
      proof,
      {
        bearing: 'supports',
        source: `node.${field}`,
        observed: `${gone.name}; enabled: ${gone.enabled.slice(0, 4).join(', ') || 'none'}`,
      },
      ...shared,
    ],
    explains: ['power-state-unread', 'power-action-failed', 'verify-failed'],
    proposals: [
      propose('fix-config', { option: `enabled_${gone.kind}_interfaces` }),
      ...(gone.enabled[0] && maintenanceHolder(node) !== 'person'
        ? [propose('set-interface', { node: node.uuid, interface: field, value: gone.enabled[0] })]
        : []),
    ],
    steps: steps(node, gone, sharing.length),
  };
}

async function enabled(facts: Facts): Promise<FindingDraft | readonly FindingDraft[] | undefined> {
  const node = await facts.node();
  const validation = await facts.maybe.validation();
  // Validation builds the driver with all interfaces, so a result of any kind means that all of them are enabled.
  if (validation?.kind === 'result') return undefined;
  const refused = validation ? refusedIn(validation) : undefined;
  if (validation && refused) {
    const proof: Evidence = { bearing: 'proves', source: 'validation', observed: validation.message };
    return finding(node, refused, proof, await peers(facts, node, refused));
  }
  const drivers = await facts.drivers();
  const first = absentFrom(driverOf(node, drivers), node)[0];
  if (!first) return undefined;
  const proof: Evidence = {
    bearing: 'proves',
    source: `drivers[${node.driver}].enabled_${first.kind}_interfaces`,
    observed: `${first.enabled.join(', ') || 'none'}: no ${first.name} among them`,
  };
  return finding(node, first, proof, await peers(facts, node, first));
}

export default definePlaybook({
  id: 'interface-not-enabled',
  title: 'A hardware interface is no longer enabled',
  guide: 'interface-not-enabled',
  covers: [],
  causes: ['interface-not-enabled'],
  reads: ['node', 'nodes', 'drivers', 'validation'],
  remedies: ['fix-config', 'set-interface'],
  about: ['node'],
  checks: [
    {
      id: 'enabled',
      asks: 'Do the conductors still enable every interface of the node?',
      suspects: (node, { drivers }) => !drivers || lacksOne(driverOf(node, drivers), node),
      run: enabled,
    },
  ],
});
