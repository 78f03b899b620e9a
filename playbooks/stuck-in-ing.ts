import { heldBy } from '../src/core/conductor-load.ts';
import { conductorNamed, conductorsFor, groupName, isDead } from '../src/core/conductors.ts';
import type { Facts } from '../src/core/facts.ts';
import type { Evidence, FindingDraft, Step } from '../src/core/finding.ts';
import { ING_LIMITS, SURELY_STUCK_SECONDS, UNLOCKED_SECONDS } from '../src/core/ing-limits.ts';
import { forHowLong, secondsInState, typedName, typedUuid, typedWord } from '../src/core/node-words.ts';
import { othersOf, someNames } from '../src/core/other-nodes.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isIng } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
import { formatDuration, secondsSince } from '../src/lib/duration.ts';
import type { Conductor, Node } from '../src/openstack/ironic/schema.ts';

/** Heartbeat time-out, one pass of the orphan check (`check_provision_state_interval`), and a margin. */
const RELEASED_WITHIN = 180;

function restartSteps(node: Node, host: string): readonly Step[] {
  const after = isIng(node.provision_state)
    ? `frees its own locks and moves the node to ${ING_LIMITS[node.provision_state].fails_to}`
    : 'frees its own locks';
  return [
    {
      text: `Restart only that conductor, on ${host}: when it starts it ${after}. Its other nodes in an -ing state fail with it.`,
      command: 'systemctl restart ironic-conductor',
    },
    { text: "Never edit Ironic's database to break the lock; the guide warns against it." },
  ];
}

function readSteps(node: Node, host: string): readonly Step[] {
  return [
    {
      text: `See what it did last, on ${host}.`,
      command: `grep -E '${typedUuid(node)}' /var/log/ironic/ironic-conductor.log | tail -40`,
    },
    {
      text: 'See whether it waits for storage: a high iowait or await there stops all its work.',
      command: 'iostat -xz 5 3',
    },
    {
      text: 'See whether a network file system hangs. If it does, the host has to be rebooted, since the conductor may be unable to exit.',
      command: 'timeout 10 ls /var/lib/ironic /tftpboot /httpboot',
    },
  ];
}

/** Others that the same conductor holds: then its host is the trouble, not the node. */
async function alsoHeld(facts: Facts, node: Node): Promise<readonly Evidence[]> {
  const nodes = await facts.maybe.nodes();
  const held = othersOf(heldBy(nodes ?? []).get(node.reservation ?? '') ?? [], node);
  if (held.length === 0) return [];
  return [
    {
      bearing: 'supports',
      source: `nodes[reservation=${node.reservation}]`,
      observed: `it holds ${held.length} more: ${someNames(held, 3)}`,
    },
  ];
}

function whyNobodyTakesOver(
  node: Node,
  conductors: readonly Conductor[],
  deadFor: number | undefined,
): string {
  if (conductorsFor(node, conductors).length === 0) {
    return `no living conductor serves ${groupName(node)} with driver ${node.driver ?? 'unknown'}`;
  }
  if (deadFor !== undefined && deadFor < RELEASED_WITHIN) {
    return 'another conductor should release it within some minutes';
  }
  return 'no other conductor has taken it over';
}

async function holderDead(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const host = node.reservation;
  if (!host) return undefined;
  const conductors = await facts.conductors();
  const holder = conductorNamed(conductors, host);
  if (holder && !isDead(holder)) return undefined;
  const deadFor = secondsSince(holder?.updated_at, facts.now);
  const gone: Evidence = holder
    ? {
        bearing: 'proves',
        source: `conductors[${host}].alive`,
        observed: `false, last heartbeat ${holder.updated_at ?? 'unknown'}${deadFor === undefined ? '' : `, ${formatDuration(deadFor)} ago`}`,
      }
    : {
        bearing: 'supports',
        source: 'conductors',
        observed: `no ${host} among ${conductors.map((one) => one.hostname).join(', ') || 'none'}: removed, or it came back under another host name`,
      };
  const name = typedWord(host, 'conductor');
  return {
    code: 'conductor-dead-holds-node',
    cause: 'stuck-ing-state',
    summary: `The node (${node.provision_state || 'state unknown'}) is locked by conductor ${host}, which ${holder ? 'is not alive' : 'Ironic knows no more'}; ${whyNobodyTakesOver(node, conductors, deadFor)}.`,
    severity: 'critical',
    evidence: [
      gone,
      {
        bearing: 'supports',
        source: 'node.reservation',
        observed: `${host}; ${node.provision_state} for ${forHowLong(secondsInState(node, facts.now))}`,
      },
      ...(node.conductor === null
        ? [
            {
              bearing: 'supports',
              source: 'node.conductor',
              observed: 'null: no living conductor is responsible',
            } as const,
          ]
        : []),
      ...(await alsoHeld(facts, node)),
    ],
    explains: [
      'ing-too-long',
      'no-conductor-for-node',
      'node-locked',
      'verifying-long',
      'power-state-unread',
    ],
    proposals: [propose('restart-conductor', { conductor: host, node: node.uuid })],
    steps: [
      { text: 'See that it is really gone.', command: `baremetal conductor show ${name}` },
      ...restartSteps(node, name),
      {
        text: `If that host stays away, start a conductor elsewhere that serves ${groupName(node)} and driver ${node.driver ?? 'unknown'}; it releases the node within a minute or two, unless [conductor]check_provision_state_interval is 0.`,
      },
    ],
  };
}

/** The guide's "File Size != Disk Size": a small qcow2 can unpack to many times its size on the conductor. */
async function imageHint(facts: Facts, node: Node): Promise<readonly Step[]> {
  if (node.provision_state !== 'deploying') return [];
  const image = await facts.maybe.image();
  const { size, virtual_size: unpacked } = image ?? {};
  if (!image || image.disk_format === 'raw' || !size || !unpacked || unpacked < 3 * size) return [];
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  return [
    {
      text: `Image ${image.name ?? image.id} is ${image.disk_format}: ${gib(size)} stored, ${gib(unpacked)} unpacked. Converting it to raw on the conductor may be what takes so long; a raw image in Glance avoids it.`,
    },
  ];
}

async function tooLong(facts: Facts): Promise<FindingDraft | undefined> {
  const node = await facts.node();
  const state = node.provision_state;
  const seconds = secondsInState(node, facts.now);
  if (!isIng(state) || seconds === undefined) return undefined;
  const limit = ING_LIMITS[state];
  // Before API 1.39 `inspect wait` reads as `inspecting`, and nobody holds a lock there.
  const unlocked = node.reservation === null && state !== 'inspecting';
  if (seconds <= (unlocked ? Math.min(UNLOCKED_SECONDS, limit.seconds) : limit.seconds)) return undefined;
  const conductors = await facts.maybe.conductors();
  const holder = conductorNamed(conductors ?? [], node.reservation);
  // A dead holder is the other check's finding, which knows more.
  if (node.reservation && conductors && (!holder || isDead(holder))) return undefined;
  const evidence: [Evidence, ...Evidence[]] = [
    {
      bearing: 'supports',
      source: 'node.provision_updated_at',
      observed: `${state} since ${node.provision_updated_at}, ${formatDuration(seconds)}; ${formatDuration(limit.seconds)} would be long for a conductor that ${limit.work}`,
    },
  ];
  if (unlocked) {
    evidence.push({
      bearing: 'supports',
      source: 'node.reservation',
      observed: 'none: no task is at work on the node',
    });
  } else if (node.reservation) {
    evidence.push({
      bearing: 'supports',
      source: 'node.reservation',
      observed: `${node.reservation}: the lock is still held`,
    });
  }
  if (seconds > SURELY_STUCK_SECONDS) {
    evidence.push({
      bearing: 'supports',
      source: 'node.provision_state',
      observed: `${state} for more than a day`,
    });
  }
  if (holder) {
    evidence.push({
      bearing: 'speaks-against',
      source: `conductors[${holder.hostname}].alive`,
      observed: `true, last heartbeat ${holder.updated_at ?? 'unknown'}: its process lives, though one of its threads may hang`,
    });
  }
  evidence.push(...(await alsoHeld(facts, node)));
  const host = typedWord(node.reservation ?? node.conductor, 'conductor');
  return {
    code: 'ing-too-long',
    cause: 'stuck-ing-state',
    summary: `The node has been ${state} for ${formatDuration(seconds)}${node.reservation ? ` in the hands of ${node.reservation}` : ', and no conductor holds it'}; nothing times out in this state.`,
    severity: 'critical',
    evidence,
    proposals: [
      propose('collect-logs', { node: node.uuid }),
      propose('restart-conductor', { conductor: host, node: node.uuid }),
    ],
    steps: [
      ...readSteps(node, host),
      ...(await imageHint(facts, node)),
      ...restartSteps(node, host),
      {
        text: 'Look at the node again before the restart.',
        command: `baremetal node show ${typedName(node)} -f json --fields provision_state provision_updated_at reservation`,
      },
    ],
  };
}

export default definePlaybook({
  id: 'stuck-in-ing',
  title: 'Stuck in an -ing state',
  guide: 'ing-state',
  covers: ['iowait', 'io-failure', 'file-size'],
  causes: ['stuck-ing-state'],
  reads: ['node', 'nodes', 'conductors', 'image'],
  remedies: ['restart-conductor', 'collect-logs'],
  about: ['node'],
  checks: [
    {
      id: 'holder-alive',
      asks: 'Is the conductor that holds the node alive?',
      appliesTo: (node) => Boolean(node.reservation),
      run: holderDead,
    },
    {
      id: 'too-long',
      asks: 'Has the conductor been at work for longer than that work takes?',
      appliesTo: (node) => isIng(node.provision_state),
      run: tooLong,
    },
  ],
});
