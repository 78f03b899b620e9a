import { statusWord } from '../core/alert-blocks.ts';
import { itemOf, readingOf, textsOf } from '../core/alert-item.ts';
import { labelsIn } from '../core/alert-labels.ts';
import { posterOf } from '../core/seen-message.ts';
import { defineTrigger } from '../core/trigger.ts';

/** ":fire: `firing` :red_circle: `high` *title*" (robusta src/robusta/integrations/slack/sender.py, __create_finding_header). */
const HEADER = /`(firing|resolved)`[^`\n]{0,60}(?:`(\w+)`)?\s*([^\n]*)/i;

/** Robusta's findings: blocks with a header, the cluster as "Source:", and tables as bullets in attachments. */
export default defineTrigger({
  id: 'robusta',
  title: 'Robusta',
  read(message, parts) {
    const known =
      posterOf(message).includes('robusta') ||
      parts.links.some((link) => URL.parse(link)?.hostname.endsWith('.robusta.dev'));
    if (!known) return undefined;
    const texts = textsOf(parts.panels);
    const [, status, severity, title = ''] =
      texts.map((text) => HEADER.exec(text)).find((found) => found) ?? [];
    const resolved = /^\[RESOLVED\]/i.test(texts[0] ?? '');
    const item = itemOf('robusta', {
      status: statusWord(status) ?? (resolved ? 'resolved' : 'firing'),
      name: title.replace(/[*_]+/g, '').trim() || texts[0]?.replace(/^\[RESOLVED\] */i, '').split('\n')[0],
      severity,
      labels: texts.flatMap((text) => labelsIn(text)),
      texts,
      links: parts.links,
    });
    return readingOf('robusta', parts, [item]);
  },
});
