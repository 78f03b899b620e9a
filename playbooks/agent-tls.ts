import { stepsAfterRepair } from '../src/core/after-repair.ts';
import {
  ALLOWED_SKEW_SECONDS,
  agentCallsApi,
  looksLikeTimeZone,
  notBeforeIn,
  tlsTroubleIn,
} from '../src/core/agent-tls.ts';
import {
  API_NOT_TRUSTED,
  FIRMWARE,
  type Judgement,
  judgementOn,
  NTP,
  NTP_SERVED,
  storedCertificate,
} from '../src/core/agent-tls-judgement.ts';
import { textIn } from '../src/core/bag.ts';
import type { Facts } from '../src/core/facts.ts';
import {
  codesOfWords,
  failedOperation,
  logAsEvidence,
  loggedWords,
  wordsAsEvidence,
  wordsOfFailure,
} from '../src/core/failure-words.ts';
import type { Evidence, FindingDraft } from '../src/core/finding.ts';
import { logRecords, placeOf, recordsFor, writtenAt } from '../src/core/log-records.ts';
import { definePlaybook } from '../src/core/playbook.ts';
import { isWait } from '../src/core/provision-state.ts';
import { propose } from '../src/core/remediation.ts';
import { judgeWait } from '../src/core/waiting.ts';
import { formatDuration, parseUtc } from '../src/lib/duration.ts';
import type { Node } from '../src/openstack/ironic/schema.ts';

const WORDS = ['agent-tls', 'agent-tls-clock', 'tls-required', 'agent-certificate-changed'];
/** A ramdisk that was never heard of, or not understood: TLS may be the reason and only a log tells. */
const VAGUE = [
  'deploy-callback-timeout',
  'clean-callback-timeout',
  'service-timeout',
  'inspect-timeout',
  'rescue-timeout',
];

interface Told {
  readonly text: string;
  readonly evidence: Evidence;
  readonly explains: readonly string[];
  /** When it was said, in milliseconds since the epoch. */
  readonly at?: number;
}

/** A deploy and its wait fit into this; what was logged earlier is about another attempt. */
const ONE_OPERATION_MS = 2 * 3_600_000;

function before(node: Node, at: number | undefined): boolean {
  const began = parseUtc(node.provision_updated_at ?? '');
  return at !== undefined && began !== undefined && at < began - ONE_OPERATION_MS;
}

async function told(facts: Facts, node: Node): Promise<Told | undefined> {
  const words = await wordsOfFailure(facts, node, WORDS);
  if (words) return { text: words.text, evidence: wordsAsEvidence(words), explains: codesOfWords(words) };
  const vague = failedOperation(node) && (await wordsOfFailure(facts, node, VAGUE));
  const waitsInVain =
    isWait(node.provision_state) && ['overdue', 'silent'].includes(judgeWait(node, facts.now).kind);
  if (!vague && !waitsInVain) return undefined;
  const logged = await loggedWords(facts, node, WORDS);
  if (!logged) return undefined;
  const at = writtenAt(logged.record);
  if (before(node, at)) return undefined;
  return {
    text: logged.record.text,
    evidence: logAsEvidence(logged),
    explains: [
      `log-${logged.recognition.signature.id}`,
      ...(vague ? codesOfWords(vague) : []),
      ...(waitsInVain ? ['wait-callback-overdue', 'wait-agent-silent'] : []),
    ],
    ...(at === undefined ? {} : { at }),
  };
}

/** How far the ramdisk's clock is ahead (or behind, below zero), where both its certificate and our time are told. */
interface Skew {
  readonly seconds: number;
  readonly evidence: Evidence;
}

async function skewOf(facts: Facts, node: Node, said: Told): Promise<Skew | undefined> {
  const records = recordsFor(logRecords((await facts.maybe.logs()) ?? []), node);
  const parts = ((await facts.maybe.ramdisk_logs()) ?? [])
    .slice(0, 1)
    .flatMap(({ file, parts }) =>
      parts.map(({ name, lines }) => ({ source: `ramdisk_logs[${file}].${name}`, text: lines.join('\n') })),
    );
  const places = [
    { source: said.evidence.source, text: said.text },
    ...records.map((record) => ({ source: placeOf(record), text: record.text })),
    ...parts,
  ];
  const dated = places
    .map(({ source, text }) => ({ source, begins: notBeforeIn(text) }))
    .find(({ begins }) => begins !== undefined);
  const ours = said.at ?? timeOfSameWords(records, said);
  if (dated?.begins === undefined || ours === undefined) return undefined;
  const seconds = (dated.begins - ours) / 1000 + ALLOWED_SKEW_SECONDS;
  // A certificate that held at the time was not refused for its beginning.
  if (dated.begins <= ours) return undefined;
  return {
    seconds,
    evidence: {
      bearing: 'supports',
      source: dated.source,
      observed: `the certificate begins at ${new Date(dated.begins).toISOString()}, refused at ${new Date(ours).toISOString()}; the agent dates it back by 1 h, so its clock is about ${formatDuration(seconds)} ahead`,
    },
  };
}

/** The line that Ironic made `last_error` from carries the time that `last_error` lacks. */
function timeOfSameWords(records: ReturnType<typeof recordsFor>, { text }: Told): number | undefined {
  const trouble = tlsTroubleIn(text);
  const line = records.findLast(
    (record) => /SSL|certificate/i.test(record.text) && tlsTroubleIn(record.text) === trouble,
  );
  return line && writtenAt(line);
}

/** The ramdisk is told to fetch the time, so a clock that is wrong all the same is set so by the firmware. */
function ntpAsked(node: Node): Evidence | undefined {
  for (const [bag, source] of [
    [node.instance_info, 'node.instance_info.kernel_append_params'],
    [node.driver_info, 'node.driver_info.kernel_append_params'],
  ] as const) {
    const server = /\bipa-ntp-server=(\S{1,100})/.exec(textIn(bag, 'kernel_append_params') ?? '')?.[1];
    if (server) return { bearing: 'supports', source, observed: `ipa-ntp-server=${server}` };
  }
  return undefined;
}

async function clock(facts: Facts, node: Node, said: Told): Promise<Judgement> {
  const skew = await skewOf(facts, node, said);
  const ntp = ntpAsked(node);
  const zone = skew !== undefined && looksLikeTimeZone(skew.seconds);
  const firmware = zone || ntp !== undefined;
  const amount = skew ? ` by about ${formatDuration(skew.seconds)}` : '';
  return {
    code: firmware ? 'agent-clock-firmware' : 'agent-clock-skew',
    guide: firmware ? 'clock-firmware' : 'clock-skew',
    summary: firmware
      ? `The agent's certificate is outside its time${amount}: the clock in the node's firmware is likely not set to UTC.`
      : `The agent's certificate is outside its time: the clocks of ramdisk and conductor differ${amount}.`,
    evidence: [...(skew ? [skew.evidence] : []), ...(ntp ? [ntp] : [])],
    steps: [
      storedCertificate(node),
      ...(ntp ? [FIRMWARE, NTP_SERVED] : firmware ? [FIRMWARE, NTP] : [NTP, FIRMWARE]),
    ],
    proposals: [propose('fix-clock')],
  };
}

async function judge(facts: Facts, node: Node, said: Told): Promise<Judgement> {
  const trouble = tlsTroubleIn(said.text);
  if (trouble === 'clock') return clock(facts, node, said);
  if (agentCallsApi(said.text) && trouble !== 'required') return API_NOT_TRUSTED;
  return judgementOn(trouble, node);
}

/** Only what the recognised words place between conductor and agent; the BMC and image servers have other sections. */
export default definePlaybook({
  id: 'agent-tls',
  title: 'TLS between conductor and agent fails',
  guide: 'agent-tls',
  covers: ['agent-tls', 'clock-skew', 'clock-firmware'],
  causes: ['agent-tls'],
  reads: ['node', 'history', 'logs', 'ramdisk_logs'],
  remedies: ['fix-clock', 'fix-config', 'fix-image'],
  about: ['node'],
  appliesTo: (node) => failedOperation(node) !== undefined || isWait(node.provision_state),
  checks: [
    {
      id: 'certificates-accepted',
      asks: "Do conductor and agent accept each other's certificates?",
      async run(facts): Promise<FindingDraft | undefined> {
        const node = await facts.node();
        const said = await told(facts, node);
        if (!said) return undefined;
        const judgement = await judge(facts, node, said);
        return {
          code: judgement.code,
          cause: 'agent-tls',
          summary: judgement.summary,
          severity: 'critical',
          evidence: [said.evidence, ...judgement.evidence],
          explains: said.explains,
          proposals: judgement.proposals,
          steps: [...judgement.steps, ...stepsAfterRepair(node)],
          guide: judgement.guide,
        };
      },
    },
  ],
});
