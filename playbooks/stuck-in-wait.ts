import { adviceOn } from '../src/core/advice.ts';
import { conductorNamed, isDead } from '../src/core/conductors.ts';
import type { Facts } from '../src/core/facts.ts';
import { named } from '../src/core/failure-finding.ts';
import type { Evidence, FindingDraft, Severity, Step } from '../src/core/finding.ts';
import { stopSteps, waitProposals } from '../src/core/leaving-wait.ts';
import { maintenanceHolder } from '../src/core/maintenance.ts';
import { forHowLong } from '../src/core/node-words.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { DEFAULT_SECONDS, isWait, WAIT_OPTION } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
import { lostVifs } from '../src/core/wait-surroundings.ts';
import { judgeWait, OVERDUE_SECONDS, WAIT_PURPOSE, type Wait } from '../src/core/waiting.ts';
import { formatDuration } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

/** Half of what a slow machine takes to boot: from here on it is worth a word, not an alarm. */
const WORTH_A_WORD_SECONDS = 300;
/** Power that is off for so long after "reboot" is not the blink between off and on. */
const DARK_SECONDS = 120;

export default definePlaybook({
  id: 'stuck-in-wait',
  title: 'Stuck in a wait state',
  guide: 'wait-state',
  covers: ['wait-communication', 'agent-stuck', 'stop-operation'],
  causes: [
    'wait-callback-timeout',
    'agent-comm',
    'raid-bios-firmware',
    'network-vif',
    'insufficient-evidence',
  ],
  reads: ['node', 'conductors', 'ports', 'neutron_ports', 'networks'],
  remedies: [
    'look-again',
    'abort',
    'undeploy',
    'power-on',
    'power-cycle',
    'collect-logs',
    'fix-network',
    'ask-operator',
  ],
  about: ['node'],
  appliesTo: (node) => isWait(node.provision_state),
  checks: [
    {
      id: 'ramdisk-calls-back',
      asks: 'Does the ramdisk call back, and get on with its work?',
      async run(facts) {
        const node = await facts.node();
        const wait = judgeWait(node, facts.now);
        if (wait.kind === 'agent-stuck') return agentStuck(node, wait);
        if (wait.kind === 'working-long') return workingLong(node, wait);
        if (wait.kind === 'bmc-job-long') return bmcJobLong(node, wait);
        if (wait.kind === 'booting') return stillBooting(node, wait);
        if (['not-yet', 'overdue', 'silent', 'unknown'].includes(wait.kind)) return noCall(facts, node, wait);
        return undefined;
      },
    },
    {
      id: 'network-of-the-operation',
      asks: 'Do the Neutron ports that Ironic made for this operation still exist?',
      async run(facts) {
        const node = await facts.node();
        return waitsInVain(node, facts) ? lostVifs(facts, node) : undefined;
      },
    },
  ],
});

function waitsInVain(node: Node, { now }: Facts): boolean {
  return ['not-yet', 'overdue', 'silent'].includes(judgeWait(node, now).kind);
}

async function noCall(facts: Facts, node: Node, wait: Wait): Promise<FindingDraft> {
  const conductors = await facts.maybe.conductors();
  const own = conductors && conductorNamed(conductors, node.reservation ?? node.conductor);
  const ownIsDead = own !== undefined && isDead(own);
  const late = (wait.seconds ?? 0) >= OVERDUE_SECONDS;
  const held = maintenanceHolder(node) === 'person';
  const severity: Severity = held ? 'info' : late && !ownIsDead ? 'critical' : 'warning';
  const evidence = [...clock(node, wait), ...machine(node)];
  if (own && ownIsDead) {
    evidence.push({
      bearing: 'speaks-against',
      source: `conductors[${own.hostname}].alive`,
      observed: 'false: this conductor could not have taken a call',
    });
  }
  const [first, ...rest] = evidence;
  const silent = wait.kind === 'silent';
  return {
    code: silent ? 'wait-agent-silent' : late ? 'wait-callback-overdue' : 'wait-callback-not-yet',
    cause: 'wait-callback-timeout',
    summary: summaryOf(node, wait, late),
    severity,
    evidence: [first, ...rest] as [Evidence, ...Evidence[]],
    proposals: [
      ...(late ? [] : [propose('look-again')]),
      ...waitProposals(node, wait),
      propose('collect-logs'),
    ],
    steps: [
      ...adviceOn('wait-callback-timeout').steps(named(node)),
      ...(late ? [whyNoTimeout(node, own && ownIsDead ? own.hostname : undefined)] : []),
      ...stopSteps(node, wait),
    ],
    guide: onlyAPersonEndsIt(node, wait) ? 'stop-operation' : late ? 'wait-communication' : 'wait-state',
  };
}

/** No ramdisk can come any more, or Ironic would not listen to it: what is left is to end the operation. */
function onlyAPersonEndsIt(node: Node, wait: Wait): boolean {
  if (wait.kind === 'silent') return true;
  return wait.kind === 'overdue' && (node.maintenance === true || Boolean(node.reservation));
}

function summaryOf(node: Node, wait: Wait, late: boolean): string {
  const purpose = isWait(node.provision_state) ? WAIT_PURPOSE[node.provision_state] : 'this';
  const age = forHowLong(wait.seconds);
  if (wait.kind === 'silent') {
    return `The ramdisk for ${purpose} called at first and has been silent for ${forHowLong(wait.heartbeatSeconds)}.`;
  }
  if (late) {
    return `Stuck in ${node.provision_state} for ${age}: the ramdisk for ${purpose} never called back, and Ironic's default time-out of 30 min has passed.`;
  }
  return `The ramdisk for ${purpose} has not called back yet, after ${age} in ${node.provision_state}.`;
}

/** What speaks for and against from the node's own times. */
function clock(node: Node, wait: Wait): Evidence[] {
  const age = `${node.provision_state} for ${forHowLong(wait.seconds)}`;
  const limit = formatDuration(DEFAULT_SECONDS.callback_timeout);
  const late = (wait.seconds ?? 0) >= OVERDUE_SECONDS;
  const beat = wait.heartbeatSeconds;
  return [
    {
      bearing: late ? 'supports' : 'speaks-against',
      source: 'node.provision_updated_at',
      observed: late
        ? `${age}; Ironic waits ${limit} by default`
        : `${age}; Ironic itself waits ${limit} by default, so this may still come right`,
    },
    {
      bearing: 'supports',
      source: 'node.driver_internal_info.agent_last_heartbeat',
      observed:
        beat === undefined
          ? 'absent: no agent has called'
          : wait.kind === 'silent'
            ? `${formatDuration(beat)} ago, and none since`
            : `${formatDuration(beat)} ago, before this wait began`,
    },
  ];
}

/** Signs that no machine can be booting at all. */
function machine(node: Node): Evidence[] {
  const signs: Evidence[] = [];
  if (node.power_state === 'power off') {
    signs.push({
      bearing: 'supports',
      source: 'node.power_state',
      observed: 'power off: nothing can be booting',
    });
  }
  if (node.boot_interface === 'fake') {
    signs.push({ bearing: 'supports', source: 'node.boot_interface', observed: 'fake: it boots nothing' });
  }
  return signs;
}

/** All waits are skipped in maintenance and while reserved (openstack/ironic ironic/conductor/manager.py). */
function whyNoTimeout(node: Node, deadConductor: string | undefined): Step {
  const option = isWait(node.provision_state) ? WAIT_OPTION[node.provision_state] : 'the time-out';
  const because = node.maintenance
    ? 'the node is in maintenance, and Ironic then neither times out nor listens to heartbeats'
    : node.reservation
      ? `the node is reserved by ${node.reservation}, and Ironic does not time out reserved nodes`
      : deadConductor
        ? `its conductor ${deadConductor} is not alive`
        : `${option} looks switched off (0) or longer than the default, or no conductor looks at the node`;
  return { text: `Ironic's own time-out has not fired: ${because}.` };
}

function stillBooting(node: Node, wait: Wait): FindingDraft | undefined {
  const dark = node.power_state === 'power off' && (wait.seconds ?? 0) >= DARK_SECONDS;
  if (!dark && (wait.seconds ?? 0) < WORTH_A_WORD_SECONDS) return undefined;
  if (maintenanceHolder(node) === 'person') return undefined;
  const [first, ...rest] = [...clock(node, wait), ...machine(node)];
  // A boot interface that boots nothing makes patience pointless.
  const hopeless = dark || node.boot_interface === 'fake';
  return {
    code: 'wait-callback-not-yet',
    cause: 'wait-callback-timeout',
    summary: summaryOf(node, wait, false),
    severity: hopeless ? 'warning' : 'info',
    evidence: [first, ...rest] as [Evidence, ...Evidence[]],
    proposals: [propose('look-again'), ...(hopeless ? waitProposals(node, wait) : [])],
    steps: adviceOn('wait-callback-timeout').steps(named(node)),
  };
}

/** The agent is there and nothing says how long its work may take: neither a trouble nor health. */
function workingLong(node: Node, wait: Wait): FindingDraft {
  return {
    code: 'agent-working-long',
    cause: 'insufficient-evidence',
    summary: `In ${node.provision_state} for ${forHowLong(wait.busySeconds)}: the agent calls in, but nothing tells whether ${wait.step ? `step ${wait.step}` : 'its work'} gets on.`,
    severity: 'info',
    evidence: agentAtWork(wait),
    proposals: [propose('look-again')],
    steps: [LOOK_AGAIN],
    guide: 'agent-stuck',
  };
}

const LOOK_AGAIN: Step = { text: 'Look again in a few minutes: does the step change?' };

function agentAtWork(wait: Wait): FindingDraft['evidence'] {
  const step = wait.step ? `step ${wait.step}` : 'no named step';
  return [
    {
      bearing: 'supports',
      source: 'node.driver_internal_info.agent_last_heartbeat',
      observed: `${formatDuration(wait.heartbeatSeconds ?? 0)} ago: the agent is there`,
    },
    {
      bearing: 'supports',
      source:
        wait.upSeconds !== undefined && wait.upSeconds === wait.busySeconds
          ? 'node.driver_internal_info'
          : 'node.provision_updated_at',
      observed: `${step}, ${forHowLong(wait.busySeconds)} after this began`,
    },
  ];
}

function agentStuck(node: Node, wait: Wait): FindingDraft {
  return {
    code: 'agent-stuck',
    cause: 'agent-comm',
    summary: `The agent calls in, but after ${forHowLong(wait.busySeconds)} in ${node.provision_state} it is still at ${wait.step ? `step ${wait.step}` : 'work'}.`,
    severity: maintenanceHolder(node) === 'person' ? 'info' : 'warning',
    evidence: [...agentAtWork(wait), ...excuse(wait)],
    proposals: [propose('look-again'), propose('collect-logs'), ...waitProposals(node, wait)],
    steps: [
      LOOK_AGAIN,
      {
        text: "Read the agent's journal on the machine: a hardware manager may loop or wait for what never happens.",
      },
      ...stopSteps(node, wait),
    ],
    guide: 'agent-stuck',
  };
}

/** What may still make a long step an honest one. */
function excuse({ pace, step }: Wait): Evidence[] {
  if (pace.kind === 'brief') return [];
  const observed =
    pace.kind === 'long'
      ? `${step ?? 'a step before it'} may take many hours on large disks`
      : 'it is not known how long this work may take';
  return [{ bearing: 'speaks-against', source: 'node.provision_state', observed }];
}

function bmcJobLong(node: Node, wait: Wait): FindingDraft {
  return {
    code: 'bmc-job-overdue',
    cause: 'raid-bios-firmware',
    summary: `A job of the BMC (firmware, RAID or BIOS) has not ended in ${forHowLong(wait.seconds)}.`,
    severity: 'warning',
    evidence: [
      {
        bearing: 'supports',
        source: 'node.driver_internal_info',
        observed: `a step polls the BMC${wait.step ? ` (${wait.step})` : ''}; no agent is expected meanwhile`,
      },
      {
        bearing: 'supports',
        source: 'node.provision_updated_at',
        observed: `${node.provision_state} for ${forHowLong(wait.seconds)}; a firmware update may take 2 h by default`,
      },
    ],
    proposals: [propose('collect-logs'), ...waitProposals(node, wait)],
    steps: [...adviceOn('raid-bios-firmware').steps(named(node)), ...stopSteps(node, wait)],
    guide: 'stop-operation',
  };
}
