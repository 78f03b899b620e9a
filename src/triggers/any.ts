import { alertBlocks } from '../core/alert-blocks.ts';
import { fieldLabels, itemOf, readingOf, severityOf, textsOf } from '../core/alert-item.ts';
import { labelOf } from '../core/alert-labels.ts';
import { headlineOf } from '../core/message-parts.ts';
import { isByPerson } from '../core/seen-message.ts';
import { type AlertStatus, defineTrigger } from '../core/trigger.ts';

const OVER =
  /\b(?:resolved|recovered|recovery|cleared|back to normal|back up|is (?:up|ok|healthy)(?: again)?)\b|^\W*ok\b/i;
const NOT_OVER = /\b(?:not|never|un)[- ]?(?:yet )?(?:resolved|recovered|cleared|back)\b/i;
const TAKEN = /\backnowledged\b/i;
const TROUBLE =
  /\b(?:firing|alert|alarm|problem|critical|warning|emergency|triggered|down|unreachable|failed|failure|fails|failing|error|stuck|timed? ?out|crash(?:ed|ing|loop)?|degraded|lost|dead|offline|not responding)\b/i;

/**
 * The last resort: tools that nobody knows, and people. What the first line says is the status; the rest of such a
 * message may quote anything. A person's words have none.
 */
export default defineTrigger({
  id: 'any',
  title: 'anything else',
  read(message, parts) {
    const by = isByPerson(message) ? 'person' : 'tool';
    const labels = [
      ...parts.panels
        .flatMap((panel) => [panel.text, ...panel.blocks].flatMap((text) => alertBlocks(text)))
        .flatMap((block) => block.labels),
      ...parts.panels.flatMap(fieldLabels),
    ];
    const item = itemOf('any', {
      status: by === 'person' ? 'unclear' : statusOf(headlineOf(parts)),
      name: labelOf(labels, 'alertname', 'alert_name', 'alert'),
      severity: severityOf(labels),
      labels,
      texts: textsOf(parts.panels),
      links: parts.links,
    });
    return readingOf('any', parts, [item], { by });
  },
});

function statusOf(headline: string): AlertStatus {
  if (OVER.test(headline) && !NOT_OVER.test(headline)) return 'resolved';
  if (TAKEN.test(headline)) return 'acknowledged';
  return TROUBLE.test(headline) ? 'firing' : 'unclear';
}
