import { formatDuration } from '../lib/duration.ts';
import type { Evidence, FindingDraft, Step } from './finding.ts';
import type { LockConflict } from './lock-trace.ts';
import { type LogRecord, placeOf } from './log-records.ts';
import { typedWord } from './node-words.ts';
import { propose } from './remediation.ts';

/** Purposes under which a conductor talks to the BMC while it holds the node. */
const TALKS_TO_BMC = /power|verify|provision action manage|boot device|sensor|nmi|inject/i;
/** Reading one BMC's power state is done well within this. */
const SLOW_SECONDS = 10;

/**
 * The finding about the last conflict over a node: who asked, who had it, what for, and for how long. `called` is how
 * the sentence names the node.
 */
export function lockFinding(conflict: LockConflict, called = 'the node'): FindingDraft {
  const { node, host, wanted, purpose, heldSeconds, heldAtLeastSeconds: atLeast, times, hold } = conflict;
  const kept =
    heldSeconds !== undefined
      ? `and kept it for ${heldSeconds} s`
      : atLeast !== undefined
        ? `for at least ${formatDuration(atLeast)}`
        : 'and no line shows that it gave it back';
  const holder = host ? `conductor ${host}` : 'a conductor';
  const seconds = heldSeconds ?? atLeast ?? 0;
  const [first, ...rest] = conflict.records.map((record) => quoted(record));
  return {
    code: 'log-node-locked',
    cause: 'node-locked',
    summary: `${wanted ? `"${wanted}"` : 'A request'} was refused because ${holder} held ${called}${purpose ? ` for "${purpose}"` : ''}, ${kept}.`,
    // What was given back in a moment stands in nobody's way any more.
    severity: heldSeconds !== undefined && heldSeconds < SLOW_SECONDS ? 'info' : 'warning',
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
      heldSeconds === undefined ? propose('collect-logs', { conductor: host }) : propose('retry-later', {}),
    ],
    steps: [...meaning(purpose, seconds), traceStep(node)],
    guide: 'node-locked',
  };
}

function quoted(record: LogRecord): Evidence {
  return { bearing: 'supports', source: placeOf(record), observed: record.text };
}

function meaning(purpose: string | undefined, seconds: number): readonly Step[] {
  if (purpose === undefined) {
    return [
      {
        text: 'The lines do not show who holds it: lock lines are written at DEBUG only, so set debug = True on that conductor or look at its provision state.',
      },
    ];
  }
  if (TALKS_TO_BMC.test(purpose)) {
    return [
      {
        text:
          seconds >= SLOW_SECONDS
            ? `"${purpose}" talks to the BMC, and ${formatDuration(seconds)} is far too long for that: the BMC is slow or silent. Check its address and credentials, then reset it.`
            : `"${purpose}" talks to the BMC and takes a moment; repeat what was refused.`,
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
