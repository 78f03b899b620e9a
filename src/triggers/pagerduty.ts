import { statusWord } from '../core/alert-blocks.ts';
import { fieldLabels, itemOf, readingOf, severityOf, textsOf } from '../core/alert-item.ts';
import { labelsIn } from '../core/alert-labels.ts';
import type { MessageParts } from '../core/message-parts.ts';
import { posterOf } from '../core/seen-message.ts';
import { type AlertStatus, defineTrigger } from '../core/trigger.ts';

/**
 * PagerDuty's app: `:red_circle: [#12345] title triggered`, edited as the incident goes on. It is closed source, so only
 * the incident's link and the words for its state are relied on.
 */
export default defineTrigger({
  id: 'pagerduty',
  title: 'PagerDuty',
  read(message, parts) {
    const incident = incidentIn(parts.links);
    if (!posterOf(message).includes('pagerduty') && !incident) return undefined;
    const texts = textsOf(parts.panels);
    const headline = texts.find((text) => /\[?#\d+\]?/.test(text)) ?? texts[0] ?? '';
    const [, name = headline] = /\[?#\d+\]?:? ?([^\n]*)/.exec(headline) ?? [];
    const labels = [...texts.flatMap((text) => labelsIn(text)), ...parts.panels.flatMap(fieldLabels)];
    const fallbacks = parts.panels.map((panel) => panel.fallback);
    const item = itemOf('pagerduty', {
      status: statusIn([headline, ...fallbacks]),
      name: name
        .split(/\*| (?:was )?(?:triggered|acknowledged|resolved|reopened|escalated)\b/i, 1)[0]
        ?.trim(),
      severity: severityOf(labels),
      labels,
      texts,
      links: parts.links,
      incident,
    });
    return readingOf('pagerduty', parts, [item]);
  },
});

/** The last word for a state in the headline is the newest; the fallback begins with it. */
function statusIn(texts: readonly string[]): AlertStatus {
  for (const text of texts) {
    const words = text.match(/\b(?:triggered|acknowledged|resolved|reopened|escalated)\b/gi) ?? [];
    const word = words.at(-1)?.toLowerCase();
    const status = word === 'reopened' || word === 'escalated' ? 'firing' : statusWord(word);
    if (status) return status;
  }
  return 'unclear';
}

function incidentIn(links: MessageParts['links']): string | undefined {
  for (const link of links) {
    const url = URL.parse(link);
    if (!url?.hostname.endsWith('.pagerduty.com')) continue;
    const [, id] = /\/incidents\/(\w{1,40})/.exec(url.pathname) ?? [];
    if (id) return id;
  }
  return undefined;
}
