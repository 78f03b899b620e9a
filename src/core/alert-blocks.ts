import { type Label, labelOf, labelsIn } from './alert-labels.ts';
import type { AlertStatus } from './trigger.ts';

/** One alert of a grouped message, as its template wrote it. */
export interface AlertBlock {
  readonly text: string;
  readonly labels: readonly Label[];
  readonly status?: AlertStatus;
}

/** A line that begins an alert in templates that are copied a lot: `*Alert:* summary - `critical``. */
const ALERT = /^[\s>•*_-]{0,6}Alert:/i;
/** Lists of Alertmanager's and Grafana's own templates (alertmanager template/default.tmpl, __text_alert_list). */
const LABELS = /^\W{0,4}Labels:\W{0,3}$/i;
const VALUE = /^\W{0,4}Value:/i;
/** `**Firing**`, `Alerts Resolved:`: what follows has this status. */
const SECTION = /^\W{0,4}(?:Alerts )?(Firing|Resolved)\b\W{0,4}$/i;

/** Alerts of a text, one after the other; a text without any is one. */
export function alertBlocks(text: string): readonly AlertBlock[] {
  const blocks: { lines: string[]; status?: AlertStatus }[] = [];
  let section: AlertStatus | undefined;
  let inBlock = false;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const [, heading] = SECTION.exec(line) ?? [];
    if (heading) {
      section = statusWord(heading);
      inBlock = false;
      continue;
    }
    const next = lines[index + 1] ?? '';
    const begins = ALERT.test(line) || (VALUE.test(line) && LABELS.test(next));
    const bare =
      LABELS.test(line) && !VALUE.test(lines[index - 1] ?? '') && !ALERT.test(lines[index - 1] ?? '');
    if (begins || (bare && !startsWithAlert(blocks.at(-1)?.lines))) {
      blocks.push({ lines: [], ...(section ? { status: section } : {}) });
      inBlock = true;
    }
    if (inBlock) blocks.at(-1)?.lines.push(line);
  }
  if (blocks.length === 0) return [finished(lines, section)];
  return blocks.map((block) => finished(block.lines, block.status));
}

function startsWithAlert(lines: readonly string[] | undefined): boolean {
  return lines !== undefined && ALERT.test(lines[0] ?? '');
}

function finished(lines: readonly string[], section: AlertStatus | undefined): AlertBlock {
  const text = lines.join('\n');
  const labels = labelsIn(text);
  const status = statusWord(labelOf(labels, 'status')?.split(/[ ,]/)[0]) ?? section;
  return { text, labels, ...(status ? { status } : {}) };
}

/** The status that a tool's word stands for; undefined for other words. */
export function statusWord(word: string | undefined): AlertStatus | undefined {
  switch (word?.toLowerCase()) {
    case 'firing':
    case 'alerting':
    case 'problem':
    case 'triggered':
    case 'down':
    case 'critical':
    case 'warning':
    case 'unknown':
    case 'unreachable':
      return 'firing';
    case 'resolved':
    case 'ok':
    case 'up':
    case 'recovery':
      return 'resolved';
    case 'acknowledged':
    case 'acknowledgement':
      return 'acknowledged';
    default:
      return undefined;
  }
}

/** `[FIRING:2, RESOLVED:1] rest`, as Alertmanager's and Grafana's own titles begin. */
export interface BracketTitle {
  readonly status: AlertStatus;
  /** Alerts in all, where the title counts them. */
  readonly count?: number;
  readonly rest: string;
}

export function bracketTitle(title: string): BracketTitle | undefined {
  const [, word, first, second, rest = ''] =
    /^(?:\W{0,2}:[\w+-]{1,40}:){0,3}\W{0,6}\[(FIRING|RESOLVED)(?:: ?(\d{1,6}))?(?:[ ,|/-]{1,3}(?:RESOLVED|FIRING)(?:: ?(\d{1,6}))?)?\]\s*([^\n]*)/i.exec(
      title,
    ) ?? [];
  const status = statusWord(word);
  if (!status) return undefined;
  const count = Number(first ?? 0) + Number(second ?? 0);
  return { status, rest: rest.trim(), ...(count > 0 ? { count } : {}) };
}
