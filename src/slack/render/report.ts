import type { KnownBlock } from '@slack/types';
import type { Offer } from '../../core/acting.ts';
import type { Finding } from '../../core/finding.ts';
import { handbookOf } from '../../core/handbook.ts';
import { isByApi, labelOf, type Proposal, REMEDIATIONS } from '../../core/remediation.ts';
import type { Report } from '../../core/report.ts';
import type { Subject } from '../../core/subject.ts';
import { actDetails, actElements } from './act.ts';
import { at, between } from './dates.ts';
import { details } from './details.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { evidenceLine, unknownLines } from './evidence.ts';
import { guideLink } from './guide-link.ts';
import { actions, context, fit, type Rendered, sections, titled } from './limits.ts';
import { besideButtons, lookAgainButton, type Question, sameSubject } from './question.ts';

/** What one glance takes in; the thread has the rest. */
const MAX = { evidence: 4, against: 2, unknown: 2, steps: 3, others: 3, notes: 3, observed: 340 } as const;

export interface How {
  /** Our word in Slack. */
  readonly slash?: string;
  /** Nodes that a pasted text names: the cloud knows more about them than the text. */
  readonly named?: readonly string[] | undefined;
  /** Remedies that a click may ask for. */
  readonly offers?: readonly Offer[] | undefined;
  /** Why others are none of them. */
  readonly unoffered?: readonly string[] | undefined;
  /** True where details are not in the thread already: then a button brings them. */
  readonly alone?: boolean | undefined;
}

const restIn = ({ alone = false }: How): Mrkdwn => (alone ? md`in the whole report` : md`in the thread`);

/** Remarks, such as what of the logs was not read; that there are more of them is said, too. */
function notesOf({ notes }: Report) {
  const shown = notes.length > MAX.notes ? notes.slice(0, MAX.notes - 1) : notes;
  const more = notes.length - shown.length;
  return [
    ...shown.map((note) => text(note, 300)),
    ...(more > 0 ? [text(`${more} more remarks on what was not read`)] : []),
  ];
}

/**
 * A diagnosis: the verdict first, so that it also is what a lock screen shows, then why, what speaks against it, what
 * could not be seen, and what now. Steps with their commands and all evidence go into the thread.
 */
export function renderReport(report: Report, how: How = {}): Rendered {
  const main = mainFinding(report);
  const blocks: KnownBlock[] = [
    ...sections([verdictLine(report), ...stateLine(report)]),
    ...sections(why(main, report, how)),
    ...sections(against(main, report)),
    ...sections(titled(md`*Could not check*`, unknownLines(report.unknown, MAX.unknown, restIn(how)))),
    ...sections(whatNow(main, report, how)),
    ...sections(others(report, main, how)),
    ...sections(namedLine(how)),
    ...actions([...actElements(how.offers ?? []), ...buttons(report, how)]),
    ...context([...notesOf(report), ...unofferedLine(how), ...footer(report, main)]),
  ];
  const lead = md`${nameOf(report.subject)}: ${text(report.verdict.summary, 600)} (${text(report.verdict.confidence)})`;
  const below = [...details(report, main), ...actDetails(how.offers ?? [])];
  return fit(lead, blocks, below, md`${nameOf(report.subject)}: details of the diagnosis`);
}

/** The finding that the verdict speaks of. */
export function mainFinding(report: Report): Finding | undefined {
  const { verdict, findings } = report;
  return (
    findings.find((one) => one.cause === verdict.cause && one.summary === verdict.summary) ??
    findings.find((one) => one.cause === verdict.cause)
  );
}

function nameOf(subject: Subject): Mrkdwn {
  const name = text(subject.name, 120) || md`(no name)`;
  if (subject.kind === 'node' || subject.kind === 'mac') return name;
  return subject.kind === 'message' ? md`pasted text` : md`${text(subject.kind)} ${name}`;
}

function verdictLine(report: Report): Mrkdwn {
  const summary = text(report.verdict.summary, 600);
  // A playbook may have named the node itself.
  return bold(
    report.verdict.summary.startsWith(`${report.subject.name} `)
      ? summary
      : md`${nameOf(report.subject)} · ${summary}`,
  );
}

function stateLine(report: Report): readonly Mrkdwn[] {
  const { node, verdict, subject } = report;
  const parts = [md`${text(capital(verdict.confidence))}`];
  if (node) {
    const since = between(node.provision_updated_at, report.at);
    const state = code(node.provision_state ?? 'available (API 1.1)', 60);
    parts.push(since ? md`${state} for ${text(since)}` : state);
    parts.push(node.power_state ? md`${text(node.power_state, 40)}` : md`power state unknown`);
    if (node.maintenance) parts.push(md`in maintenance`);
    if (node.reservation) parts.push(md`reserved by ${code(node.reservation, 120)}`);
  }
  if (subject.kind !== 'message' && subject.kind !== 'snapshot') {
    parts.push(md`cloud ${text(subject.cloud, 80)}`);
  }
  return [join(parts, ' · ')];
}

function why(main: Finding | undefined, report: Report, how: How): readonly Mrkdwn[] {
  const order = { proves: 0, supports: 1, 'speaks-against': 2 } as const;
  const pieces = (main?.evidence ?? [])
    .filter((piece) => piece.bearing !== 'speaks-against')
    .toSorted((a, b) => order[a.bearing] - order[b.bearing]);
  const shown = pieces.slice(0, MAX.evidence);
  const lines = shown.map((piece) => evidenceLine(piece, MAX.observed, report.at));
  if (pieces.length > shown.length) lines.push(md`• ${pieces.length - shown.length} more, ${restIn(how)}`);
  return titled(md`*Why we think so*`, lines);
}

function against(main: Finding | undefined, report: Report): readonly Mrkdwn[] {
  if (!main || report.verdict.cause === 'healthy') return [];
  const pieces = main.evidence.filter((piece) => piece.bearing === 'speaks-against');
  if (pieces.length === 0) return [md`*Against:* nothing that was read`];
  const lines = pieces.slice(0, MAX.against).map((piece) => evidenceLine(piece, MAX.observed, report.at));
  return titled(md`*Against*`, lines);
}

function whatNow(main: Finding | undefined, report: Report, how: How): readonly Mrkdwn[] {
  if (!main) return [];
  const steps = main.steps ?? [];
  const lines = steps.slice(0, MAX.steps).map((step, index) => md`${index + 1}. ${text(step.text, 300)}`);
  if (steps.length > MAX.steps) lines.push(md`${more(steps.length - MAX.steps, 'step')}, ${restIn(how)}`);
  // What has a button need not be named as well.
  const offered = new Set<string>(how.offers?.map(({ remediation }) => remediation));
  const proposals = (main.proposals ?? []).filter(({ id }) => id !== 'none' && !offered.has(id)).slice(0, 3);
  if (proposals.length > 0) lines.push(md`Possible remedies: ${join(proposals.map(remedy), ' · ')}`);
  const byHand = handbookOf(main, report);
  if (byHand) lines.push(md`By hand: ${code(`${how.slash ?? '/ironic'} ${byHand}`, 160)}`);
  return titled(md`*What now*`, lines);
}

function more(count: number, thing: string): Mrkdwn {
  return md`${count} more ${text(thing)}${count === 1 ? NOTHING : md`s`}`;
}

/** Named only: what it takes to carry it out stands beside it. */
export function remedy(proposal: Proposal): Mrkdwn {
  if (!isByApi(proposal.id)) return text(labelOf(proposal.id));
  const target = Object.entries(proposal.params)
    .filter(([name]) => name !== 'node')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  const risk = text(REMEDIATIONS[proposal.id].risk);
  return target
    ? md`${text(labelOf(proposal.id))} ${code(target, 100)} (${risk})`
    : md`${text(labelOf(proposal.id))} (${risk})`;
}

function others(report: Report, main: Finding | undefined, how: How): readonly Mrkdwn[] {
  const rest = report.findings.filter((one) => one !== main && one.cause !== 'healthy');
  const line = (one: Finding) => md`• ${text(one.summary, 240)} (${text(one.confidence)})`;
  const list = (title: Mrkdwn, findings: readonly Finding[]) => {
    const lines = findings.slice(0, MAX.others).map(line);
    if (findings.length > MAX.others) lines.push(md`• ${findings.length - MAX.others} more, ${restIn(how)}`);
    return titled(title, lines);
  };
  const explained = rest.filter((one) => main && one.explained_by === main.code);
  return [
    ...list(md`*Explained by it*`, explained),
    ...list(
      md`*Also found*`,
      rest.filter((one) => !explained.includes(one)),
    ),
  ];
}

function footer(report: Report, main: Finding | undefined): readonly Mrkdwn[] {
  const { clear, unknown, cost } = report;
  const checked = md`Also checked: ${clear.length} clear, ${unknown.length} could not be checked`;
  const spent = md`${cost.requests} reads in ${text((cost.ms / 1000).toFixed(2))} s, ${at(report.at)}`;
  const guide = main ? md`guide: ${guideLink(main.guide)}` : NOTHING;
  return [join([checked, spent], ' · '), join([guide, md`ref ${code(report.reference, 40)}`], ' · ')];
}

/** One line, whatever the reasons: who wants more of it asks `can`. */
function unofferedLine({ unoffered = [], slash = '/ironic' }: How): readonly Mrkdwn[] {
  if (unoffered.length === 0) return [];
  const reasons = unoffered.slice(0, 4).map((why) => text(why, 180));
  const more = unoffered.length - reasons.length;
  return [
    join(
      [...reasons, more > 0 ? md`${more} more are not offered; ${code(`${slash} can`)} tells` : NOTHING],
      ' · ',
    ),
  ];
}

/** The text alone was judged; who is named in it can be looked at. */
function namedLine({ named = [], slash = '/ironic' }: How): readonly Mrkdwn[] {
  const [first] = named;
  if (first === undefined) return [];
  const words = code(`${slash} why ${first}`, 120);
  return [md`This is what the text alone tells; ${words} asks the cloud and knows more.`];
}

function buttons({ subject }: Report, { named = [], alone = false }: How) {
  const asked = named.slice(0, 3).map((name) => [`Why ${name}?`, { subject: name }] as const);
  const about = sameSubject(subject);
  const more = subject.node_uuid
    ? ([
        ['Logs', { ...about, command: 'logs' }],
        ['History', { ...about, command: 'history' }],
      ] as const)
    : [];
  const whole = alone ? ([['Whole report', questionOf(subject)]] as const) : [];
  return [...lookAgainButton(questionOf(subject)), ...besideButtons([...asked, ...whole, ...more])];
}

function questionOf(subject: Subject): Question {
  if (subject.kind === 'message' || subject.kind === 'snapshot') return { subject: '' };
  const asked = subject.kind === 'node' ? subject.node_uuid : subject.instance_uuid;
  return { subject: asked ?? subject.mac ?? subject.flavor ?? subject.name, cloud: subject.cloud };
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
