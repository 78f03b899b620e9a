import { textIn } from '../src/core/bag.ts';
import { heavyImage, isLate, sharingConductor } from '../src/core/conductor-load.ts';
import { conductorNamed, isDead } from '../src/core/conductors.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Severity, Step } from '../src/core/finding.ts';
import { ING_LIMITS } from '../src/core/ing-limits.ts';
import { forHowLong, nodeLabel, secondsInState, typedWord } from '../src/core/node-words.ts';
import { someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isIng } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
import { judgeWait } from '../src/core/waiting.ts';
import { formatDuration } from '../src/lib/duration.ts';
import type { Image } from '../src/openstack/glance/schema.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

const MINUTE = 60;
/** A usual deploy has left `deploying` by then; a big image on a busy conductor may not have. */
const WORTH_A_WORD_SECONDS = 10 * MINUTE;
const SLOW_SECONDS = 30 * MINUTE;
/** No conversion that still goes on takes so long: another reason has to be looked for. */
const HOPELESS_SECONDS = 3 * 60 * MINUTE;

/** With fewer, chance will do for a reason. */
const SEVERAL = 3;

const RAW: Step = {
  text: 'Register a raw image instead: nothing is left to unpack on the conductor. It takes the unpacked size in Glance.',
};
const OPTIONS: Step = {
  text: 'Or let the agent unpack it: [DEFAULT]force_raw_images = false, or [agent]image_download_source = swift. The node then needs memory for it.',
};

function hostSteps(host: string): readonly Step[] {
  return [
    {
      text: `See on ${host} whether an image is being unpacked, and how the disk keeps up.`,
      command: "pgrep -af 'qemu-img convert'; iostat -xz 5 3; df -h /var/lib/ironic",
    },
  ];
}

/** The agent fetches the image past the conductor (openstack/ironic ironic/conf/agent.py, image_download_source). */
function agentDownloads(node: Node): boolean {
  const own = (bag: Node['driver_info']) => textIn(bag, 'image_download_source');
  return (own(node.instance_info) ?? own(node.driver_info)) === 'swift';
}

/** The conductor is done with the image once it has written down that it is raw. */
function alreadyRaw(node: Node, image: Image): readonly Evidence[] {
  if (textIn(node.instance_info, 'image_disk_format') !== 'raw' || image.disk_format === 'raw') return [];
  return [
    {
      bearing: 'speaks-against',
      source: 'node.instance_info.image_disk_format',
      observed: 'raw: the conductor has unpacked it once, though perhaps for an earlier deploy',
    },
  ];
}

async function converting(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const seconds = secondsInState(node, facts.now);
  if (seconds === undefined || seconds < WORTH_A_WORD_SECONDS || seconds > HOPELESS_SECONDS) return undefined;
  // A conductor that does not hold the node does not work for it.
  if (!node.reservation || agentDownloads(node)) return undefined;
  const image = await facts.image();
  const heavy = heavyImage(image);
  if (!image || !heavy) return undefined;
  const [nodes, conductors] = await Promise.all([facts.maybe.nodes(), facts.maybe.conductors()]);
  const holder = conductorNamed(conductors ?? [], node.reservation);
  if (holder && isDead(holder)) return undefined;
  const deploying = sharingConductor(node, nodes ?? []).filter(
    (other) => other.provision_state === 'deploying',
  );
  // Alone a big image may well take up to the limit; beside others it is load that a person can take away.
  const slow = deploying.length > 0 ? SLOW_SECONDS : ING_LIMITS.deploying.seconds;
  const severity: Severity = seconds >= slow ? 'warning' : 'info';
  return {
    code: 'slow-image-conversion',
    cause: 'stuck-ing-state',
    summary: `Deploying for ${formatDuration(seconds)}: the conductor likely still unpacks the image, which is far larger than its file.`,
    severity,
    evidence: [
      heavy,
      {
        bearing: 'supports',
        source: 'node.provision_updated_at',
        observed: `deploying for ${formatDuration(seconds)}, held by ${node.reservation}`,
      },
      ...(deploying.length > 0
        ? [
            {
              bearing: 'supports',
              source: `nodes[reservation=${node.reservation}]`,
              observed: `it deploys ${deploying.length} more: ${someNames(deploying, 3)}`,
            } as const,
          ]
        : []),
      ...alreadyRaw(node, image),
    ],
    explains: ['ing-too-long'],
    proposals: [propose('wait'), propose('fix-image'), propose('fix-config')],
    steps: [...hostSteps(typedWord(node.reservation, 'conductor')), RAW, OPTIONS],
  };
}

/** In `wait call-back` it is the agent that unpacks and writes. */
async function writing(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const wait = judgeWait(node, facts.now);
  if (wait.kind !== 'agent-stuck' && wait.kind !== 'working-long') return undefined;
  if ((wait.busySeconds ?? Infinity) > HOPELESS_SECONDS) return undefined;
  const heavy = heavyImage(await facts.image());
  if (!heavy) return undefined;
  return {
    code: 'slow-image-write',
    cause: 'agent-comm',
    summary: `The agent has been writing the image for ${forHowLong(wait.busySeconds)}: unpacked, it is far larger than its file.`,
    severity: wait.kind === 'agent-stuck' ? 'warning' : 'info',
    evidence: [
      heavy,
      {
        bearing: 'supports',
        source: 'node.deploy_step',
        observed: `${wait.step ?? 'write_image'}, ${forHowLong(wait.busySeconds)} so far; the agent calls in`,
      },
    ],
    explains: ['agent-stuck', 'agent-working-long'],
    proposals: [propose('wait'), propose('fix-image')],
    steps: [{ text: "Look at the machine's console or disk light: as long as it writes, let it." }, RAW],
  };
}

const stateWords = (nodes: readonly Node[]): string =>
  nodes
    .slice(0, 4)
    .map((one) => `${nodeLabel(one)} ${one.provision_state}`)
    .join(', ') + (nodes.length > 4 ? ` and ${nodes.length - 4} more` : '');

/** Different work that all stands still on one host is likelier one sick host than several sick nodes. */
async function starved(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const state = node.provision_state;
  if (!node.reservation || !isIng(state) || !isLate(node, facts.now)) return undefined;
  const [nodes, conductors] = await Promise.all([facts.nodes(), facts.maybe.conductors()]);
  const holder = conductorNamed(conductors ?? [], node.reservation);
  if (holder && isDead(holder)) return undefined;
  const late = sharingConductor(node, nodes).filter((other) => isLate(other, facts.now));
  const states = new Set([state, ...late.map((other) => other.provision_state)]);
  if (late.length + 1 < SEVERAL || states.size < 2) return undefined;
  const host = typedWord(node.reservation, 'conductor');
  const seconds = secondsInState(node, facts.now);
  return {
    code: 'ing-conductor-starved',
    cause: 'stuck-ing-state',
    summary: `${late.length + 1} nodes stand still in ${states.size} different -ing states on conductor ${node.reservation}: its host may wait for its storage.`,
    severity: 'critical',
    evidence: [
      {
        bearing: 'supports',
        source: `nodes[reservation=${node.reservation}]`,
        observed: `also late: ${stateWords(late)}`,
      },
      {
        bearing: 'supports',
        source: 'node.provision_updated_at',
        observed: `${state} for ${forHowLong(seconds)}; ${formatDuration(ING_LIMITS[state].seconds)} would be long`,
      },
      // Neither iowait nor a mount shows in any API, so this stays a guess until somebody looks at the host.
      {
        bearing: 'speaks-against',
        source: 'conductors',
        observed: holder
          ? `${holder.hostname} still reports (${holder.updated_at ?? 'no time'}): a host whose storage hangs altogether would not for long`
          : 'nothing that was read shows the host itself',
      },
    ],
    explains: ['ing-too-long', 'slow-image-conversion'],
    proposals: [
      propose('collect-logs', { conductor: host }),
      propose('restart-conductor', { conductor: host, node: node.uuid }),
    ],
    steps: [
      {
        text: `Look at iowait and await on ${host}: high values stop all its work, and unpacking images raises them too.`,
        command: 'iostat -xz 5 3; vmstat 5 3',
      },
      {
        text: 'See whether processes hang in the kernel, waiting for a disk (state D).',
        command: 'ps -eo state,pid,wchan:32,args | awk \'$1 == "D"\'',
      },
      {
        text: 'See whether a network file system hangs; then its server is the trouble, and the host may have to be rebooted.',
        command: "grep -E ' nfs| ceph' /proc/mounts; timeout 10 ls /var/lib/ironic /tftpboot /httpboot",
      },
      {
        text: 'Only when the storage is well again: restart that conductor. It then fails the nodes that it holds in -ing states.',
        command: 'systemctl restart ironic-conductor',
      },
    ],
    guide: 'iowait',
  };
}

const writesImage = (node: Node): boolean =>
  node.provision_state === 'wait call-back' && /(?:^|\.)write_image$/.test(node.deploy_step?.step ?? '');

export default definePlaybook({
  id: 'slow-image',
  title: 'The image or the conductor makes it slow',
  guide: 'file-size',
  covers: ['file-size', 'iowait'],
  causes: ['stuck-ing-state', 'agent-comm'],
  reads: ['node', 'image', 'nodes', 'conductors'],
  remedies: ['wait', 'fix-image', 'fix-config', 'collect-logs', 'restart-conductor'],
  about: ['node'],
  appliesTo: (node) => isIng(node.provision_state) || writesImage(node),
  checks: [
    {
      id: 'conversion',
      asks: 'Is the conductor busy with an image that is far larger than its file?',
      appliesTo: (node) => node.provision_state === 'deploying',
      run: converting,
    },
    {
      id: 'writing',
      asks: 'Is the agent busy with an image that is far larger than its file?',
      appliesTo: writesImage,
      run: writing,
    },
    {
      id: 'whole-conductor',
      asks: 'Does different work stand still on the same conductor?',
      appliesTo: (node) => isIng(node.provision_state),
      run: starved,
    },
  ],
});
