import { formatDuration } from '../lib/duration.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { bmcSignsIn } from './bmc-words.ts';
import type { Evidence, FindingDraft, Step } from './finding.ts';
import type { LockConflict } from './lock-trace.ts';
import { type LogRecord, placeOf } from './log-records.ts';
import { typedWord } from './node-words.ts';
import { propose } from './remediation.ts';

/**
 * Purposes under which a conductor talks to the BMC while it holds the node (openstack/ironic
 * ironic/conductor/manager.py), and the seconds within which it is done where the BMC answers. A change of power waits
 * `[conductor]power_state_change_timeout`, 60 s by default, and a soft one up to 600 s more: neither is the BMC's fault.
 */
const TALKS_TO_BMC: readonly (readonly [RegExp, number])[] = [
  [/changing node power state|power (?:on|off)\b/i, 90],
  [/provision action manage|boot mode|secure/i, 30],
  [/power state|power failure|boot device|sensor|inject nmi|indicator/i, 10],
];
/** What was given back so soon stands in nobody's way any more. */
const MOMENT_SECONDS = 10;

/**
 * The finding about the last conflict over a node: who asked, who had it, what for, and for how long. Given the node as
 * it is now, a lock that was given back is history.
 */
export function lockFinding(conflict: LockConflict, now?: Node): FindingDraft {
  const { node, host, wanted, purpose, heldSeconds, times, hold } = conflict;
  const free = now !== undefined && !now.reservation;
  const atLeast = free || conflict.over ? undefined : conflict.heldAtLeastSeconds;
  const kept =
    heldSeconds !== undefined
      ? `and kept it for ${heldSeconds} s`
      : atLeast !== undefined
        ? `for at least ${formatDuration(atLeast)}`
        : free || conflict.over
          ? 'and has given it back since'
          : 'and no line shows that it gave it back';
  const called = now ? 'the node' : `node ${node}`;
  const holder = host ? `conductor ${host}` : 'a conductor';
  const seconds = heldSeconds ?? atLeast ?? 0;
  const [first, ...rest] = conflict.records.map((record) => quoted(record));
  return {
    code: 'log-node-locked',
    cause: 'node-locked',
    summary: `${wanted ? `"${wanted}"` : 'A request'} was refused because ${holder} held ${called}${purpose ? ` for "${purpose}"` : ''}, ${kept}.`,
    severity:
      free || (now && conflict.over) || (heldSeconds ?? MOMENT_SECONDS) < MOMENT_SECONDS ? 'info' : 'warning',
    evidence: [
      first ?? { bearing: 'supports', source: 'logs', observed: `node ${node} is locked by ${host}` },
      ...rest,
      ...(times > 1
        ? [
            {
              bearing: 'supports' as const,
              source: 'logs',
              observed: `${times} tasks were refused meanwhile`,
            },
          ]
        : []),
      ...(hold?.states.length
        ? [{ bearing: 'supports' as const, source: 'logs', observed: `meanwhile: ${hold.states.join(', ')}` }]
        : []),
      ...(hold?.trouble ? [quoted(hold.trouble)] : []),
    ],
    explains: ['node-locked'],
    proposals: [
      heldSeconds === undefined && !free && !conflict.over
        ? propose('collect-logs', { conductor: host })
        : propose('look-again'),
    ],
    steps: [...meaning(purpose, seconds, hold?.trouble), traceStep(node)],
    guide: 'node-locked',
  };
}

function quoted(record: LogRecord): Evidence {
  return { bearing: 'supports', source: placeOf(record), observed: record.text };
}

function meaning(
  purpose: string | undefined,
  seconds: number,
  trouble: LogRecord | undefined,
): readonly Step[] {
  if (purpose === undefined) {
    return [
      {
        text: 'The lines do not show who holds it: lock lines are written at DEBUG only, so set debug = True on that conductor or look at its provision state.',
      },
    ];
  }
  const enough = TALKS_TO_BMC.find(([words]) => words.test(purpose))?.[1];
  if (enough !== undefined) {
    const complains =
      trouble !== undefined && bmcSignsIn(trouble.text).length > 0 && seconds >= MOMENT_SECONDS;
    const slow = seconds >= enough || complains;
    return [
      {
        text: slow
          ? `"${purpose}" talks to the BMC, and ${formatDuration(seconds)} is long for that: ${complains ? 'its own line tells of trouble with the BMC' : 'the BMC may be slow or silent'}. Check its address and credentials before you reset it.`
          : `"${purpose}" talks to the BMC, and ${seconds >= MOMENT_SECONDS ? 'may take so long' : 'takes a moment'}; repeat what was refused.`,
      },
    ];
  }
  return [
    {
      text: `"${purpose}" is work in hand; it gives the node back when it is done. Repeat what was refused then.`,
    },
  ];
}

function traceStep(node: string): Step {
  return {
    text: 'To follow it by hand, take the lines about locks and states of this node.',
    command: `grep -E '(ironic.conductor.task_manager|ironic.common.states|NodeLocked).*${typedWord(node, 'node')}' /var/log/ironic/ironic-conductor.log`,
  };
}
