import { stripVTControlCharacters } from 'node:util';
import type { Evidence, Finding } from './core/finding.ts';
import { guideOf } from './core/guide.ts';
import { handbookOf } from './core/handbook.ts';
import { labelOf } from './core/remediation.ts';
import type { Report, UnknownCheck } from './core/report.ts';
import type { Resolution } from './core/subject.ts';
import { cut } from './lib/cut.ts';

const WIDTH = 100;
const MAX_OBSERVED = 600;

const HEADINGS: Record<Evidence['bearing'], string> = {
  proves: 'proves ',
  supports: 'supports',
  'speaks-against': 'AGAINST',
};

/** The report for a terminal: the verdict first, plain characters, nothing that could steer the terminal. */
export function drawReport(report: Report): string {
  const { subject, verdict } = report;
  const lines = [
    `${subject.name} · ${verdict.summary}`,
    `${verdict.confidence} · ${verdict.cause} · cloud ${subject.cloud}`,
    ...nodeLine(report),
    '',
  ];
  for (const finding of report.findings) lines.push(...drawFinding(finding, report), '');
  lines.push(...drawUnknown(report.unknown));
  lines.push(...report.notes.map((note) => `note: ${note}`));
  lines.push(
    `${report.clear.length} checks clear, ${report.unknown.length} could not be checked · ` +
      `${report.cost.requests} requests, ${(report.cost.ms / 1000).toFixed(2)} s · reference ${report.reference}`,
  );
  return lines.map(plain).join('\n');
}

function nodeLine({ node }: Report): readonly string[] {
  if (!node) return [];
  const parts = [
    node.uuid,
    node.provision_state ?? 'state unknown',
    node.power_state ?? 'power unknown',
    node.maintenance ? 'MAINTENANCE' : '',
    node.instance_uuid ? `instance ${node.instance_uuid}` : '',
    node.reservation ? `locked by ${node.reservation}` : '',
  ];
  return [parts.filter(Boolean).join(' · ')];
}

function drawFinding(finding: Finding, report: Report): readonly string[] {
  const guide = guideOf(finding.guide);
  const folded = finding.explained_by ? ` (explained by ${finding.explained_by})` : '';
  const lines = [`[${finding.confidence}] ${finding.cause}: ${finding.summary}${folded}`];
  for (const piece of finding.evidence) {
    lines.push(
      ...wrap(
        `${HEADINGS[piece.bearing]} ${piece.source}: ${cut(piece.observed, MAX_OBSERVED, 'middle')}`,
        '    ',
      ),
    );
  }
  for (const hole of finding.missing) lines.push(...wrap(`missing  ${hole.fact}: ${hole.reason}`, '    '));
  for (const proposal of finding.proposals ?? []) {
    const params = Object.entries(proposal.params).map(([key, value]) => `${key}=${value}`);
    lines.push(
      `  → ${proposal.id} (${labelOf(proposal.id)}, ${proposal.risk})${params.length > 0 ? `: ${params.join(' ')}` : ''}`,
    );
  }
  for (const step of finding.steps ?? []) {
    lines.push(...wrap(`- ${step.text}`, '  '));
    if (step.command) lines.push(`      ${step.command}`);
  }
  lines.push(`  guide: ${guide.title} ${guide.url}`);
  const byHand = handbookOf(finding, report);
  if (byHand) lines.push(`  by hand: /ironic ${byHand}`);
  return lines;
}

/** Checks that failed for one reason are one line. */
function drawUnknown(unknown: readonly UnknownCheck[]): readonly string[] {
  const byReason = new Map<string, UnknownCheck[]>();
  for (const check of unknown) byReason.set(check.reason, [...(byReason.get(check.reason) ?? []), check]);
  return [...byReason].flatMap(([reason, checks]) =>
    wrap(`could not check (${reason}): ${checkNames(checks)}`, ''),
  );
}

/** A node that is not there silences nearly all checks, and their names say nothing then. */
const MAX_CHECKS = 8;

function checkNames(checks: readonly UnknownCheck[]): string {
  const names = checks.slice(0, MAX_CHECKS).map((check) => check.check);
  const more = checks.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** The answer when the words meant nothing, or several things. */
export function drawUnresolved(
  words: string,
  cloud: string,
  resolution: Exclude<Resolution, { kind: 'found' }>,
): string {
  if (resolution.kind === 'several') {
    const choices = resolution.choices.map((choice) => `  ${choice.id}  ${choice.label}`);
    return [`"${words}" is ${resolution.choices.length} things in cloud ${cloud}. Say which:`, ...choices]
      .map(plain)
      .join('\n');
  }
  const lines = [`No node, instance, MAC, BMC address, port or flavor "${words}" in cloud ${cloud}.`];
  if (resolution.nearest.length > 0) lines.push(`Did you mean ${resolution.nearest.join(', ')}?`);
  lines.push(...resolution.unreadable.map((reason) => `Not everything could be looked at: ${reason}`));
  return lines.map(plain).join('\n');
}

/** Outside text must not move the cursor, colour the screen, or change the order of what is read. */
function plain(text: string): string {
  return stripVTControlCharacters(text).replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu,
    ' ',
  );
}

function wrap(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length > WIDTH && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = `${indent}  `;
    }
    line += `${word} `;
  }
  lines.push(line.trimEnd());
  return lines;
}
