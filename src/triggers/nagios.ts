import { statusWord } from '../core/alert-blocks.ts';
import { fieldLabels, itemOf, readingOf, textsOf } from '../core/alert-item.ts';
import { labelOf, labelsIn } from '../core/alert-labels.ts';
import { posterOf } from '../core/seen-message.ts';
import { type AlertStatus, defineTrigger } from '../core/trigger.ts';

/** Nagios' notification types, which all its descendants have (Nagios Core's macro $NOTIFICATIONTYPE$). */
const TYPE = /\b(PROBLEM|RECOVERY|ACKNOWLEDGEMENT)\b/;
const HEAD =
  /\b(?:Service|Host) (?:PROBLEM|RECOVERY|ACKNOWLEDGEMENT|FLAPPING\w*|DOWNTIME\w*) notification|(?:PROBLEM|RECOVERY|ACKNOWLEDGEMENT) (?:Service|Host) Alert:/i;
const ALERT = /(?:Service|Host) Alert: ?([^\s/]{1,255})(?:\/(.{1,200}?))? is (\w+)/i;

/**
 * Nagios, Icinga, Naemon and Checkmk through the scripts that people use (obaarne/Nagios2Slack, icinga2-slack and their
 * kin): "Host:", "Service:" and "State:" lines, or Nagios' classical "** PROBLEM Service Alert: host/service is CRITICAL **".
 */
export default defineTrigger({
  id: 'nagios',
  title: 'Nagios or Icinga',
  read(message, parts) {
    const texts = textsOf(parts.panels);
    const known = /nagios|icinga|naemon|checkmk|check_mk/.test(posterOf(message));
    if (!known && !texts.some((text) => HEAD.test(text))) return undefined;
    const said = [...texts.flatMap((text) => labelsIn(text)), ...parts.panels.flatMap(fieldLabels)];
    const [, host, service, state] = texts.map((text) => ALERT.exec(text)).find((found) => found) ?? [];
    const labels = [
      ...(host ? [{ name: 'host', value: host }] : []),
      ...(service ? [{ name: 'service', value: service }] : []),
      ...said,
    ];
    const seen = state ?? labelOf(labels, 'state', 'status');
    const where = labelOf(labels, 'host', 'host_name', 'hostname');
    const what = labelOf(labels, 'service', 'service_desc');
    const item = itemOf('nagios', {
      status: statusIn(texts, seen),
      name: what ?? (where ? 'host check' : undefined),
      severity: seen,
      labels,
      texts,
      links: parts.links,
      incident: where ? `${where}/${what ?? ''}` : undefined,
    });
    return readingOf('nagios', parts, [item]);
  },
});

function statusIn(texts: readonly string[], state: string | undefined): AlertStatus {
  for (const text of texts) {
    const [, type] = TYPE.exec(text.slice(0, 300)) ?? [];
    const status = statusWord(type);
    if (status) return status;
  }
  return statusWord(state?.split(/\W/)[0]) ?? 'unclear';
}
