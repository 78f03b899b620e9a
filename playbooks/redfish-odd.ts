import { stepsAfterRepair } from '../src/core/after-repair.ts';
import { bmcFamilyOf } from '../src/core/bmc.ts';
import { bmcRootTyped } from '../src/core/bmc-finding.ts';
import { innermost } from '../src/core/error-signature.ts';
import type { Facts } from '../src/core/facts.ts';
import { bestReason, errorTexts, OPERATIONS } from '../src/core/failed-operation.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { typedName } from '../src/core/node-words.ts';
import { othersOf, someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isFailed } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
import { alsoToldAs } from '../src/core/text-causes.ts';
import { formatDuration, parseUtc } from '../src/lib/duration.ts';
import type { FirmwareComponent, Node } from '../src/openstack/ironic/schema.ts';

/**
 * Wordings of a BMC that answers and does not do what Redfish says (ids of src/core/signatures/{bmc,redfish}.ts). One
 * that does not answer at all is another matter.
 */
const ODD: Readonly<Record<string, string>> = {
  'virtual-media-mount': 'does not take virtual media',
  'virtual-media-no-device': 'offers no virtual media that fits',
  'virtual-media-action-refused': 'refuses virtual media',
  'redfish-http-error-virtual-media': 'refuses virtual media',
  'redfish-set-boot-device': 'refuses to set boot device or boot mode',
  'boot-mode-timeout': 'does not take up the boot mode',
  'redfish-resource-missing': 'lacks a resource that Ironic asks for',
  'redfish-missing-properties': 'lacks a property that Ironic asks for',
  'bmc-internal-error': 'answers with an error of its own',
  'redfish-http-error': 'answers a request with an error',
};

/** Ironic learns of a version when it next reads it, so the change itself is older than this. */
const RECENT_DAYS = 14;

export default definePlaybook({
  id: 'redfish-odd',
  title: 'The BMC answers Redfish in its own way',
  guide: 'redfish',
  covers: [],
  causes: ['virtual-media', 'redfish-bmc-error', 'raid-bios-firmware'],
  reads: ['node', 'history', 'firmware', 'nodes'],
  remedies: ['fix-bmc', 'bmc-reset', 'collect-logs'],
  about: ['node'],
  appliesTo: (node) => bmcFamilyOf(node) === 'redfish' && isFailed(node.provision_state),
  checks: [
    {
      id: 'as-the-standard-says',
      asks: 'Did the operation fail because the BMC does Redfish in its own way?',
      run: oddity,
    },
  ],
});

async function oddity(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  if (!isFailed(node.provision_state)) return undefined;
  const operation = OPERATIONS[node.provision_state];
  const reason = bestReason(errorTexts(node, await facts.maybe.history(), operation).current);
  const signature = reason?.recognition?.signature;
  const does = signature && ODD[signature.id];
  if (!reason || !does) return undefined;
  const [firmware, nodes = []] = await Promise.all([facts.maybe.firmware(), facts.maybe.nodes()]);
  const changed = changeOf(firmware ?? [], node);
  const same = othersOf(nodes, node).filter(
    (other) => isFailed(other.provision_state) && innermost(other.last_error)?.signature.id === signature.id,
  );
  return {
    code: 'redfish-odd',
    cause: signature.cause,
    summary: `${operation.doing} failed because the BMC ${does}${changed ? `; Ironic saw its firmware change ${changed.ago} before` : ''}.`,
    severity: 'critical',
    evidence: [
      { bearing: signature.bearing, source: reason.source, observed: reason.text },
      ...(changed ? [changed.evidence] : []),
      ...bootMode(node, signature.id),
      ...(same.length > 0
        ? [
            {
              bearing: 'supports' as const,
              source: 'nodes[last_error]',
              observed: `${same.length} more failed with the same words: ${someNames(same, 3)}`,
            },
          ]
        : []),
    ],
    explains: [
      `${operation.id}-failed-${signature.cause}`,
      ...alsoToldAs(reason.text, signature.cause),
      'redfish-error',
    ],
    proposals: [
      propose('fix-bmc', { node: node.uuid }),
      propose('bmc-reset', { node: node.uuid }),
      propose('collect-logs'),
    ],
    steps: [
      ...look(node, signature.id),
      ...(signature.next && !/virtual-media/.test(signature.id) ? [{ text: signature.next }] : []),
      ...forTheBug(node),
      ...stepsAfterRepair(node),
    ],
  };
}

interface Change {
  readonly ago: string;
  readonly evidence: Evidence;
}

/** A BMC version that Ironic first saw not long before the failure. */
function changeOf(firmware: readonly FirmwareComponent[], node: Node): Change | undefined {
  const bmc = firmware.find((one) => /^bmc$/i.test(one.component));
  const { initial_version: before, current_version: after, updated_at } = bmc ?? {};
  const at = parseUtc(updated_at ?? '');
  const failed = parseUtc(node.provision_updated_at ?? '');
  if (!before || !after || before === after || at === undefined || failed === undefined) return undefined;
  const seconds = (failed - at) / 1000;
  if (seconds < 0 || seconds > RECENT_DAYS * 86_400) return undefined;
  const ago = formatDuration(seconds);
  return {
    ago,
    evidence: {
      bearing: 'supports',
      source: 'firmware[bmc].current_version',
      observed: `${after}, first ${before}; Ironic saw the new one ${ago} before the failure`,
    },
  };
}

function bootMode(node: Node, id: string): readonly Evidence[] {
  if (node.boot_mode !== null || !/boot/.test(id)) return [];
  return [
    { bearing: 'supports', source: 'node.boot_mode', observed: 'none: the BMC does not tell the boot mode' },
  ];
}

function look(node: Node, id: string): readonly Step[] {
  const media: readonly Step[] = /virtual-media/.test(id)
    ? [
        {
          text: "Eject what is left in the BMC's virtual drive, and check that the BMC itself reaches the address of the image and takes its protocol and certificate.",
        },
      ]
    : [];
  return [
    ...media,
    {
      text: 'Compare the BMC firmware with a node of the same model that works.',
      command: `baremetal node firmware list ${typedName(node)}`,
    },
  ];
}

/** The answers that the guide asks for, without a password in the command. */
function forTheBug(node: Node): readonly Step[] {
  const root = bmcRootTyped(node);
  const id = node.driver_info?.['redfish_system_id'];
  const system = typeof id === 'string' && /^\/redfish\/v1\/Systems\/\w[\w.:-]{0,99}$/.test(id) ? [id] : [];
  const ask = (path: string) => `curl -sS -u <user> ${root}${path}`;
  return [
    {
      text: 'For a bug report, collect what the BMC says of itself, and of the members that these lists name. Take users, passwords, serial numbers and addresses out of it before it leaves the house.',
      command: ['/redfish/v1/Systems', ...system, '/redfish/v1/Managers'].map(ask).join('; '),
    },
  ];
}
