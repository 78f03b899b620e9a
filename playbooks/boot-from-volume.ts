import { stepsAfterRepair } from '../src/core/after-repair.ts';
import { innermost } from '../src/core/error-signature.ts';
import type { Facts } from '../src/core/facts.ts';
import {
  codesOfWords,
  failedOperation,
  type LoggedWords,
  logAsEvidence,
  loggedWords,
  wordsAsEvidence,
  wordsOfFailure,
} from '../src/core/failure-words.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { typedName, typedUuid } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { type Proposal, propose } from '../src/core/remediation.ts';
import { secondsSince } from '../src/lib/duration.ts';
import type { Node, VolumeTarget } from '../src/openstack/ironic/schema.ts';

const REFUSED = 'san-login-refused';
const ATTACH = ['volume-attach-failed'];
/** What was said longer ago has been lived with. */
const RECENT_SECONDS = 24 * 3600;

/** `cinder` attaches anew when Ironic switches on; for `external` somebody else keeps the targets. */
const byCinder = (node: Node): boolean => node.storage_interface === 'cinder';

interface Said {
  readonly refused: boolean;
  readonly evidence: Evidence;
  readonly explains: readonly string[];
}

/** In Ironic's own texts: the error of a failed operation, of the last power action, or a recent event. */
async function saidByIronic(facts: Facts, node: Node, down: boolean): Promise<Said | undefined> {
  if (failedOperation(node)) {
    const words = await wordsOfFailure(facts, node, [REFUSED, ...ATTACH]);
    if (!words) return undefined;
    return {
      refused: words.recognition.signature.id === REFUSED,
      evidence: wordsAsEvidence(words),
      explains: codesOfWords(words),
    };
  }
  // The next power action that succeeds clears the error, and what was said before it is over.
  const error = node.last_error ?? '';
  if (error === '' && !down) return undefined;
  const history = await facts.maybe.history();
  const recent = (iso: string | null | undefined): boolean =>
    (secondsSince(iso, facts.now) ?? Infinity) <= RECENT_SECONDS;
  const events = (history ?? []).filter(({ event, created_at }) => event && recent(created_at));
  // `last_error` has no date of its own; history dates it, and else it is no younger than the record of the node.
  const dated = history
    ? events.some(({ event }) => event && error.startsWith(event.slice(0, 200)))
    : recent(node.updated_at);
  const texts = [
    ...(dated ? [{ text: error, source: 'node.last_error' }] : []),
    ...(down ? events : []).map(({ event, created_at, uuid }) => ({
      text: event ?? '',
      source: `history[${created_at ?? uuid}]`,
    })),
  ];
  for (const { text, source } of texts) {
    const found = innermost(text);
    if (!found || ![REFUSED, ...ATTACH].includes(found.signature.id)) continue;
    return {
      refused: found.signature.id === REFUSED,
      evidence: { bearing: found.signature.bearing, source, observed: text },
      explains: [],
    };
  }
  return undefined;
}

/** What the SAN or the machine logged; asked for only when Nova or Ironic already tells of trouble. */
async function saidInLogs(facts: Facts, node: Node): Promise<LoggedWords | undefined> {
  return loggedWords(facts, node, [REFUSED]);
}

function bootTarget(targets: readonly VolumeTarget[]): VolumeTarget | undefined {
  return targets.find((target) => target.boot_index === 0);
}

function rootOnVolume(node: Node, target: VolumeTarget): Evidence {
  return {
    bearing: 'supports',
    source: `volume_targets[${target.uuid}]`,
    observed: `boot_index 0, ${target.volume_type ?? 'type not told'}, volume ${target.volume_id ?? 'not told'}; storage interface ${node.storage_interface}`,
  };
}

const held = (node: Node): boolean => Boolean(node.protected) || maintenanceHolder(node) === 'person';

function stepsFor(node: Node): readonly Step[] {
  const name = typedName(node);
  if (failedOperation(node))
    return [
      {
        text: 'See the connectors and targets of the node; a login that is kept there may be out of date.',
        command: `baremetal volume connector list --node ${typedUuid(node)}; baremetal volume target list --node ${typedUuid(node)}`,
      },
      {
        text: byCinder(node)
          ? 'Let Cinder attach the volume by hand once: what it says then is the reason.'
          : 'Write the present login into the volume target from a secret store, never in chat.',
      },
      ...stepsAfterRepair(node),
    ];
  if (byCinder(node))
    return [
      {
        text: "If it is Cinder that the array refuses, set the array's present password in the configuration of Cinder's back end first; else the attaching fails again.",
      },
      {
        text: 'Switch it off and on through Ironic, not at the machine: Ironic then has Cinder attach the volume anew, with the present password. The tenant loses what is not saved.',
        command: `baremetal node power off ${name}`,
      },
      { text: 'When it is off:', command: `baremetal node power on ${name}` },
      {
        text: 'If the attaching itself fails, see what Cinder says of the volume.',
        command: `baremetal volume target list --node ${typedUuid(node)}`,
      },
    ];
  return [
    {
      text: "See the node's connectors and targets; with the external storage interface nobody but you keeps them.",
      command: `baremetal volume connector list --node ${typedUuid(node)}; baremetal volume target list --node ${typedUuid(node)}`,
    },
    {
      text: 'Switch it off, then write the new login into the volume target from a secret store, never in chat, and switch it on.',
      command: 'baremetal volume target set <target> --property auth_password=<from-the-secret-store>',
    },
  ];
}

function proposalsFor(node: Node): readonly Proposal[] {
  if (!byCinder(node) || node.provision_state !== 'active' || held(node)) return [propose('fix-config')];
  return [
    propose('power-off', { node: node.uuid }),
    propose('power-on', { node: node.uuid }),
    propose('fix-config'),
  ];
}

async function rootLost(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const instance = node.instance_uuid && !failedOperation(node) ? await facts.maybe.instance() : undefined;
  // A server that its tenant has stopped is off on both sides.
  const down =
    instance?.status === 'ERROR' || (instance?.status === 'SHUTOFF' && node.power_state === 'power on');
  const said = await saidByIronic(facts, node, down);
  if (!said && !down) return undefined;
  const target = bootTarget(await facts.volume_targets());
  if (!target) return undefined;
  const logged = said?.refused ? undefined : await saidInLogs(facts, node);
  const refused = Boolean(said?.refused || logged);
  const evidence: Evidence[] = [
    rootOnVolume(node, target),
    ...(said ? [said.evidence] : []),
    ...(logged ? [logAsEvidence(logged)] : []),
    ...(down
      ? [
          {
            bearing: 'supports',
            source: 'instance.status',
            observed: `${instance?.status}; Ironic calls the node ${node.provision_state}, ${node.power_state ?? 'power not known'}`,
          } as const,
        ]
      : []),
  ];
  const [first, ...rest] = evidence;
  if (!first) return undefined;
  const failed = failedOperation(node) !== undefined;
  return {
    code: refused ? 'boot-volume-login-refused' : said ? 'boot-volume-not-attached' : 'boot-volume-suspected',
    cause: 'configdrive-volume',
    summary: refused
      ? 'The node boots from a volume, and the storage network refuses its login, as after a change of the SAN password.'
      : said
        ? 'The node boots from a volume, which could not be attached.'
        : `The server is ${instance?.status ?? 'down'} and its root is on a volume: after a change of the SAN password it would be lost like this.`,
    severity: refused || said ? 'critical' : 'info',
    evidence: [first, ...rest],
    explains: [
      ...(said?.explains ?? []),
      ...(said ? ['power-action-failed'] : []),
      ...(logged ? [`log-${logged.recognition.signature.id}`] : []),
    ],
    proposals: failed ? [propose('fix-config')] : proposalsFor(node),
    steps: stepsFor(node),
    guide: refused || !said ? 'san-password' : 'boot-from-volume',
  };
}

/** Nodes without disks of their own: what they lose is a login, and Ironic's states do not show it. */
export default definePlaybook({
  id: 'boot-from-volume',
  title: 'The boot volume is lost',
  guide: 'san-password',
  covers: ['san-password', 'boot-from-volume'],
  causes: ['configdrive-volume'],
  reads: ['node', 'history', 'instance', 'volume_targets', 'logs'],
  remedies: ['power-off', 'power-on', 'fix-config'],
  about: ['node'],
  appliesTo: ({ storage_interface, provision_state }) =>
    (storage_interface === 'cinder' || storage_interface === 'external') &&
    ['active', 'deploy failed', 'rescue failed', 'unrescue failed', 'error'].includes(provision_state),
  checks: [
    {
      id: 'root-volume',
      asks: 'Has the node lost the volume that it boots from?',
      run: rootLost,
    },
  ],
});
