import type { Cause } from './cause.ts';
import { innermost } from './error-signature.ts';
import type { AgentRecord, Journal } from './ramdisk-journal.ts';
import type { RamdiskTrouble } from './ramdisk-trouble.ts';
import { causesIn } from './text-causes.ts';

/** What an agent can know of; other readings of the same words are about conductors and BMCs. */
const OF_THE_RAMDISK: readonly Cause[] = [
  'agent-comm',
  'agent-tls',
  'clean-step-failed',
  'configdrive-volume',
  'dhcp-pxe-boot',
  'image-download-checksum',
  'image-invalid',
  'image-unbootable',
  'inspection-failed',
  'lacp-ipxe',
  'network-vif',
  'raid-bios-firmware',
  'root-device-hints',
];

/** From here on all that was wrong before has been got over (ironic_python_agent/extensions/base.py, standby.py). */
const SUCCEEDED = /Asynchronous command \S{1,120} completed|Image downloaded from /;
/** The agent reached the API, or was reached (ironic_python_agent/agent.py, extensions/base.py). */
const SPOKEN =
  /heartbeat successful|Lookup succeeded|Executing command: |Asynchronous command \S{1,120} started execution|Collecting system logs/;
const ABOUT_SPEAKING: readonly Cause[] = ['agent-comm', 'agent-tls', 'dhcp-pxe-boot', 'network-vif'];

/** Recognising costs; what happened last tells most. */
const MOST_RECORDS = 40;

/** Errors that the agent did not get over. */
function errorsThatStayed(journal: Journal): readonly AgentRecord[] {
  const from = journal.agent.findLastIndex(({ text }) => SUCCEEDED.test(text)) + 1;
  return journal.agent
    .slice(from)
    .filter(({ level }) => level === 'error')
    .slice(-MOST_RECORDS);
}

/** Causes in what the agent itself called an error, the last first. */
export function agentTroubles(journal: Journal): readonly RamdiskTrouble[] {
  const spoke = journal.agent.findLastIndex(({ text }) => SPOKEN.test(text));
  const records = errorsThatStayed(journal).toReversed();
  const troubles = records.flatMap((record): readonly RamdiskTrouble[] => {
    const [told] = causesIn(record.text);
    if (!told || !OF_THE_RAMDISK.includes(told.cause)) return [];
    if (ABOUT_SPEAKING.includes(told.cause) && journal.agent.indexOf(record) < spoke) return [];
    const { signature } = told.signs[0];
    return [
      {
        id: signature.id,
        cause: told.cause,
        says: signature.says,
        signs: [{ part: record.part, line: shortened(record.text), bearing: signature.bearing }],
        next: signature.next,
        signature: signature.id,
      },
    ];
  });
  return troubles.filter((trouble, index) => troubles.findIndex(({ id }) => id === trouble.id) === index);
}

/** The last error that nobody here knows. */
export function unknownAgentError(journal: Journal): AgentRecord | undefined {
  return errorsThatStayed(journal).findLast(({ text }) => innermost(text) === undefined);
}

const MOST_LINES = 6;

/** A traceback says what happened in its first and last lines. */
export function shortened(text: string): string {
  const lines = text.split('\n');
  if (lines.length <= MOST_LINES) return text;
  return [...lines.slice(0, 2), '[…]', ...lines.slice(-3)].join('\n');
}
