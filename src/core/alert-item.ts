import { createHash } from 'node:crypto';
import { bareValue, type Label, labelName, labelOf, labelsIn } from './alert-labels.ts';
import { type MessageParts, type Panel, saidIn } from './message-parts.ts';
import type { AlertItem, AlertReading, AlertStatus } from './trigger.ts';

/** What a trigger found out about one alert. */
export interface FoundAlert {
  readonly status: AlertStatus;
  readonly name?: string | undefined;
  readonly severity?: string | undefined;
  readonly labels: readonly Label[];
  readonly texts: readonly string[];
  readonly links?: readonly string[] | undefined;
  readonly started?: string | undefined;
  readonly ended?: string | undefined;
  /** The tool's own id of the trouble, which it keeps until it is over; else name and labels say which alert it is. */
  readonly incident?: string | undefined;
}

/** What changes while an alert stays the same one. */
const PASSING =
  /^(?:status|state|severity|priority|value|var|alert|started|ended|starts_at|ends_at|description|summary|message|details|last_error|opdata|event_time|source|silence|duration|resolved|provision_state|power_state|target_.*)$/;

/** An item with its key. Empty texts are left out. */
export function itemOf(source: string, found: FoundAlert): AlertItem {
  const { status, name, severity, labels, links = [], started, ended } = found;
  const texts = [...new Set(found.texts.map((text) => text.trim()))].filter((text) => text !== '');
  return {
    key: keyOf(source, found),
    status,
    ...(name ? { name } : {}),
    ...(severity ? { severity: severity.toLowerCase() } : {}),
    labels,
    texts,
    links,
    ...(started ? { started } : {}),
    ...(ended ? { ended } : {}),
  };
}

function keyOf(source: string, { incident, name = '', labels, texts }: FoundAlert): string {
  const steady = labels
    .filter((label) => !PASSING.test(label.name))
    .map((label) => `${label.name}=${label.value}`);
  const told = incident ?? [name, ...(steady.length > 0 ? [...new Set(steady)].sort() : texts)].join('\n');
  return createHash('sha256').update(`${source}\n${told}`).digest('hex').slice(0, 24);
}

/** A reading whose status is that of its items. */
export function readingOf(
  source: string,
  { cut }: Pick<MessageParts, 'cut'>,
  items: readonly AlertItem[],
  more: Partial<Pick<AlertReading, 'status' | 'by'>> & { readonly told?: number | undefined } = {},
): AlertReading {
  const { told, by = 'tool', status = statusOf(items) } = more;
  return {
    source,
    status,
    by,
    items,
    ...(told !== undefined && told > items.length ? { told } : {}),
    ...(cut ? { cut } : {}),
  };
}

const ORDER = ['firing', 'acknowledged', 'unclear', 'resolved'] as const;

function statusOf(items: readonly AlertItem[]): AlertStatus {
  return ORDER.find((status) => items.some((item) => item.status === status)) ?? 'unclear';
}

/** Fields of a legacy attachment as labels: each line of a field by the field's title, and by what the line says itself. */
export function fieldLabels(panel: Panel): readonly Label[] {
  return panel.fields.flatMap(({ title, value }) => {
    const name = labelName(title);
    const lines = value.split('\n').map(bareValue);
    const whole =
      name === '' ? [] : lines.filter((line) => line !== '').map((line) => ({ name, value: line }));
    return [...whole, ...labelsIn(value)];
  });
}

/** Texts of some panels. What their fields say are labels; a field without a title says it without a label. */
export function textsOf(panels: readonly Panel[]): readonly string[] {
  return panels.flatMap((panel) => [
    ...saidIn(panel),
    ...panel.fields.filter(({ title }) => labelName(title) === '').map(({ value }) => value),
  ]);
}

/** As tools word it, whatever the label is called. */
export function severityOf(labels: readonly Label[]): string | undefined {
  return labelOf(labels, 'severity', 'priority', 'level');
}

/** A time with its zone, as ISO 8601 in UTC; undefined for what is none. Alertmanager's zero time means "not yet". */
export function timeOf(text: string | undefined): string | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) return undefined;
  if (!/(?:Z|[+-]\d{2}:?\d{2}|UTC)$/.test(text.trim())) return undefined;
  const at = new Date(text.trim().replace(/ ?UTC$/, 'Z'));
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1970 ? undefined : at.toISOString();
}
