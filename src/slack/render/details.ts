import type { KnownBlock } from '@slack/types';
import { explainConfidence } from '../../core/confidence.ts';
import type { Finding, Step } from '../../core/finding.ts';
import type { Report } from '../../core/report.ts';
import { at } from './dates.ts';
import { codeBlock, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { evidenceLine, unknownLines } from './evidence.ts';
import { context, sections } from './limits.ts';

const MAX = { findings: 5, evidence: 12, steps: 8, unknown: 8, clear: 5, observed: 1200 } as const;

/** What somebody reads who wants to be sure: every finding with its evidence, steps and commands. Empty when all is well. */
export function details(report: Report, main: Finding | undefined): readonly KnownBlock[] {
  const ordered = [main, ...report.findings.filter((one) => one !== main)].filter((one) => one !== undefined);
  const worth = ordered.filter((one) => one.cause !== 'healthy').slice(0, MAX.findings);
  if (worth.length === 0 && report.unknown.length === 0) return [];
  return [
    ...worth.flatMap((one) => finding(one, report.at)),
    ...sections(withTitle(md`*Could not check*`, unknownLines(report.unknown, MAX.unknown))),
    ...context([clearLine(report), md`Read ${at(report.at)}, ref ${text(report.reference, 40)}`]),
  ];
}

function finding(one: Finding, reportAt: string): readonly KnownBlock[] {
  const proof = one.evidence
    .slice(0, MAX.evidence)
    .map((piece) => md`${evidenceLine(piece, MAX.observed, reportAt)}${bearing(piece.bearing)}`);
  const missing = one.missing
    .slice(0, MAX.evidence)
    .map((hole) => md`• not readable: ${text(hole.fact, 80)} (${text(hole.reason, 300)})`);
  return [
    ...sections([
      md`*${text(one.summary, 600)}*`,
      md`${text(explainConfidence(one.evidence, one.missing), 300)}`,
      ...proof,
      ...missing,
    ]),
    ...sections(withTitle(md`*Steps*`, (one.steps ?? []).slice(0, MAX.steps).map(step))),
  ];
}

function step(one: Step, index: number): Mrkdwn {
  const command = one.command ? md`\n${codeBlock(one.command, 700)}` : NOTHING;
  return md`${index + 1}. ${text(one.text, 500)}${command}`;
}

function bearing(of: Finding['evidence'][number]['bearing']): Mrkdwn {
  return of === 'speaks-against' ? md` _speaks against it_` : of === 'proves' ? md` _proves it_` : NOTHING;
}

function clearLine(report: Report): Mrkdwn {
  const asked = report.clear.slice(0, MAX.clear).map((check) => text(check.asks, 120));
  const rest = report.clear.length - asked.length;
  const more = rest > 0 ? md` · and ${rest} more` : NOTHING;
  return asked.length > 0 ? md`Clear: ${join(asked, ' · ')}${more}` : NOTHING;
}

function withTitle(title: Mrkdwn, lines: readonly Mrkdwn[]): readonly Mrkdwn[] {
  return lines.length > 0 ? [title, ...lines] : [];
}
