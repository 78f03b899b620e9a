import { createHash } from 'node:crypto';
import { z } from 'zod';
import { statusWord } from './alert-blocks.ts';
import { itemOf, readingOf, severityOf, timeOf } from './alert-item.ts';
import { labelName, labelOf } from './alert-labels.ts';
import type { AlertReading } from './trigger.ts';

/** One notification has a whole group; more than these would be a fleet's, and the rest is counted. */
const MOST_ALERTS = 2000;

const bag = z.record(z.string(), z.string()).catch({});
const AlertSchema = z.object({
  status: z.string(),
  labels: bag,
  annotations: bag,
  startsAt: z.string().optional().catch(undefined),
  endsAt: z.string().optional().catch(undefined),
});

/** Alertmanager's webhook, version 4 (prometheus/alertmanager notify/webhook/webhook.go, Message). */
const WebhookSchema = z.object({
  version: z.literal('4'),
  receiver: z.string().catch(''),
  groupKey: z.string().catch(''),
  alerts: z.array(AlertSchema).min(1),
  /** Alerts that `max_alerts` of the receiver left out. */
  truncatedAlerts: z.number().catch(0),
});

/**
 * Reads what Alertmanager posts to a webhook: the same reading as that of its Slack message with docs/alertmanager, with
 * the same keys. Undefined for what is no such notification.
 */
export function readAlertmanagerWebhook(body: unknown): AlertReading | undefined {
  const parsed = WebhookSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { alerts, truncatedAlerts } = parsed.data;
  const items = alerts.slice(0, MOST_ALERTS).map(({ status, labels, annotations, startsAt, endsAt }) => {
    const named = Object.entries(labels).map(([name, value]) => ({ name: labelName(name), value }));
    const over = statusWord(status) === 'resolved';
    return itemOf('alertmanager', {
      status: statusWord(status) ?? 'unclear',
      name: labelOf(named, 'alertname'),
      severity: severityOf(named),
      labels: named,
      texts: Object.values(annotations),
      started: timeOf(startsAt),
      ended: over ? timeOf(endsAt) : undefined,
    });
  });
  return readingOf('alertmanager', { cut: alerts.length > MOST_ALERTS }, items, {
    told: alerts.length + truncatedAlerts,
  });
}

/** The same for all notifications about one group of alerts by one receiver; a digest. */
export function alertmanagerGroup(body: unknown): string {
  const { receiver = '', groupKey = '' } = WebhookSchema.safeParse(body).data ?? {};
  return createHash('sha256').update(`alertmanager\n${receiver}\n${groupKey}`).digest('hex').slice(0, 24);
}
