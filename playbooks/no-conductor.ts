import type { Cause } from '../src/core/cause.ts';
import { conductorsFor, groupName, isDead, sameGroup } from '../src/core/conductors.ts';
import { recognise } from '../src/core/error-signature.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { typedName, typedWord } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { type Proposal, propose } from '../src/core/remediation.ts';
import type { Conductor, Node, Validation } from '../src/openstack/ironic/schema.ts';

/** Validation is passed on to a conductor, and Ironic answers 404 when there is none (ironic/conductor/rpcapi.py). */
function refusal(validation: Validation | undefined): string | undefined {
  if (validation?.kind !== 'refused') return undefined;
  const known = recognise(validation.message).some(
    ({ signature }) => signature.id === 'no-conductor-for-driver',
  );
  return known ? validation.message : undefined;
}

const hostsOf = (conductors: readonly Conductor[]): string =>
  conductors.length > 2 ? `all ${conductors.length}` : conductors.map((one) => one.hostname).join(', ');

interface Why {
  readonly cause: Cause;
  readonly because: string;
  /** Nobody was ever there to die: the node, or the conductor, is in the wrong group. */
  readonly empty?: boolean;
}

/** A group without life is a matter of its conductors; a living group that lacks the driver one of configuration. */
function whyNobody(node: Node, conductors: readonly Conductor[] | undefined): Why {
  const group = groupName(node);
  if (!conductors || conductors.length === 0) {
    return {
      cause: node.reservation ? 'stuck-ing-state' : 'interface-not-enabled',
      because: `which conductors serve ${group} could not be read`,
    };
  }
  const members = sameGroup(node, conductors);
  const living = members.filter((one) => !isDead(one));
  if (living.length > 0) {
    return {
      cause: 'interface-not-enabled',
      because: `${hostsOf(living)} of ${group} ${living.length === 1 ? 'does' : 'do'} not enable driver ${node.driver ?? 'unknown'}`,
    };
  }
  return {
    cause: 'stuck-ing-state',
    because:
      members.length > 0
        ? `${hostsOf(members)} of ${group} ${members.length === 1 ? 'is' : 'are'} not alive`
        : `no conductor is registered in ${group}`,
    empty: members.length === 0,
  };
}

/**
 * Hardware types that openstack/ironic no longer has (pyproject.toml at 7bc6aba7): after such an upgrade no conductor can
 * enable them, whatever its configuration.
 */
const REMOVED = ['ilo', 'ilo5', 'irmc', 'ibmc', 'snmp', 'xclarity'];

function removedDriver(node: Node): readonly Step[] {
  if (!REMOVED.includes(node.driver ?? '')) return [];
  return [
    {
      text: `Newer releases of Ironic have no driver ${node.driver} any more, so after an upgrade no configuration brings it back: most such machines speak Redfish. List all that are left behind.`,
      command: `baremetal node list --driver ${typedWord(node.driver, 'driver')} --fields uuid name provision_state instance_uuid`,
    },
    {
      text: 'Change the driver with all its interfaces reset; Ironic sends that to a conductor of the new driver. Then set its driver_info.',
      command: `baremetal node set ${typedName(node)} --driver redfish --reset-interfaces`,
    },
  ];
}

function stepsFor({ cause, empty }: Why, node: Node): readonly Step[] {
  return [
    { text: 'See who is alive, and in which group.', command: 'baremetal conductor list --long' },
    ...(cause === 'interface-not-enabled' ? removedDriver(node) : []),
    cause === 'interface-not-enabled'
      ? {
          text: `Enable the driver on a conductor of ${groupName(node)} ([DEFAULT]enabled_hardware_types), or give the node a driver that is enabled.`,
          command: 'baremetal driver list --long',
        }
      : {
          text: `Start a conductor of ${groupName(node)}, or one in its place with the same [conductor]conductor_group.`,
          command: 'systemctl restart ironic-conductor',
        },
    ...(empty
      ? [
          {
            text: 'Or put the node into a group that has one, if its own is a slip of the pen; a node without a group needs a conductor without one.',
            command: `baremetal node set ${typedName(node)} --conductor-group <group>`,
          },
        ]
      : []),
    {
      text: 'Then the node has a conductor again.',
      command: `baremetal node show ${typedName(node)} -f value -c conductor`,
    },
  ];
}

async function served(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  // The API answers this by itself since 1.49; only where it cannot is anything more read.
  if (node.conductor) return undefined;
  const conductors = await facts.maybe.conductors();
  if (conductors && conductorsFor(node, conductors).length > 0) return undefined;
  const refused = refusal(await facts.maybe.validation());
  const evidence: Evidence[] = [];
  if (conductors && conductors.length > 0) {
    evidence.push({
      bearing: 'proves',
      source: 'conductors',
      observed: conductors
        .map(
          (one) =>
            `${one.hostname} (${isDead(one) ? 'not alive' : 'alive'}, ${one.conductor_group ? `group "${one.conductor_group}"` : 'no group'}${one.drivers ? `, ${one.drivers.join('/')}` : ''})`,
        )
        .join('; '),
    });
  }
  if (refused)
    evidence.push({ bearing: conductors ? 'proves' : 'supports', source: 'validation', observed: refused });
  if (node.conductor === null) {
    evidence.push({
      bearing: 'supports',
      source: 'node.conductor',
      observed: 'null: no living conductor is responsible',
    });
  }
  const [first, ...rest] = evidence;
  if (!first) return undefined;
  const why = whyNobody(node, conductors);
  const remedy: Proposal =
    why.cause === 'interface-not-enabled'
      ? propose('fix-config', { driver: node.driver ?? '' })
      : propose('restart-conductor', { conductor_group: node.conductor_group ?? '' });
  return {
    code: 'no-conductor-for-node',
    cause: why.cause,
    summary: `No living conductor serves this node, so Ironic can do nothing with it: ${why.because}.`,
    severity: 'critical',
    evidence: [first, ...rest],
    explains: ['power-state-unread'],
    proposals: [remedy],
    steps: stepsFor(why, node),
    ...(why.cause === 'interface-not-enabled'
      ? { guide: 'interface-not-enabled' as const }
      : why.empty
        ? { guide: 'conductor-groups' as const }
        : {}),
  };
}

export default definePlaybook({
  id: 'no-conductor',
  title: 'No conductor serves the node',
  guide: 'ing-state',
  covers: ['interface-not-enabled', 'conductor-groups'],
  causes: ['stuck-ing-state', 'interface-not-enabled'],
  reads: ['node', 'conductors', 'validation'],
  remedies: ['restart-conductor', 'fix-config'],
  about: ['node'],
  checks: [
    {
      id: 'served',
      asks: "Does a living conductor serve the node's group and driver?",
      suspects: (node, { conductors }) =>
        !node.conductor && !(conductors && conductorsFor(node, conductors).length > 0),
      run: served,
    },
  ],
});
