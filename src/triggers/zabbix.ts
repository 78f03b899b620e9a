import { fieldLabels, itemOf, readingOf, severityOf, textsOf } from '../core/alert-item.ts';
import { labelOf } from '../core/alert-labels.ts';
import type { Panel } from '../core/message-parts.ts';
import { posterOf } from '../core/seen-message.ts';
import { type AlertStatus, defineTrigger } from '../core/trigger.ts';

/**
 * Zabbix's own media type (zabbix templates/media/slack/media_slack.yaml): one attachment with the alert's subject as its
 * title and fields for host, tags and the like. In mode "alarm" the recovery edits the first message, in mode "event" it
 * is a message of its own. Subjects are those of Zabbix's default actions: "Problem: …", "Resolved in 12m 4s: …",
 * "Updated problem in 5m: …".
 */
export default defineTrigger({
  id: 'zabbix',
  title: 'Zabbix',
  read(message, parts) {
    const panel = parts.panels.find((one) => isOfZabbix(one));
    const poster = posterOf(message).includes('zabbix');
    if (!panel && !poster) return undefined;
    const shown = panel ?? parts.panels.find((one) => one.title !== '') ?? parts.panels[0];
    const subject = shown.title || shown.text;
    const [, kind = '', name = subject] =
      /^(Problem|Resolved|Updated problem|OK)\b[^:\n]{0,40}: *([^\n]*)/i.exec(subject) ?? [];
    const labels = parts.panels.flatMap(fieldLabels);
    const item = itemOf('zabbix', {
      status: statusOf(kind, shown, labelOf(labels, 'details')),
      name,
      severity: severityOf(labels),
      labels,
      texts: textsOf(parts.panels),
      links: parts.links,
      incident: parts.links
        .map((link) => URL.parse(link)?.searchParams.get('eventid'))
        .find((id) => id)
        ?.slice(0, 40),
    });
    return readingOf('zabbix', parts, [item]);
  },
});

function isOfZabbix({ titleLink, fields }: Panel): boolean {
  const titles = new Set(fields.map((field) => field.title));
  return titleLink.includes('/tr_events.php?') || (titles.has('Event time') && titles.has('Host'));
}

function statusOf(kind: string, { color }: Panel, details = ''): AlertStatus {
  if (/^(?:resolved|ok)$/i.test(kind) || color === '009900') return 'resolved';
  // "Maya acknowledged problem at 2026.11.22 16:40:00."
  if (/^updated problem$/i.test(kind)) return /\backnowledged\b/i.test(details) ? 'acknowledged' : 'firing';
  return /^problem$/i.test(kind) ? 'firing' : 'unclear';
}
