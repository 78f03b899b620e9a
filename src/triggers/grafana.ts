import { alertBlocks, bracketTitle, statusWord } from '../core/alert-blocks.ts';
import { fieldLabels, itemOf, readingOf, severityOf, textsOf } from '../core/alert-item.ts';
import { labelOf } from '../core/alert-labels.ts';
import { isFromGrafana } from '../core/from-grafana.ts';
import { headlineOf } from '../core/message-parts.ts';
import { defineTrigger } from '../core/trigger.ts';

/**
 * Grafana Alerting: one attachment, `[FIRING:2, RESOLVED:1] name folder (values)`, and in its text a list of alerts with
 * " - name = value" lines under `**Firing**` and `**Resolved**` (grafana/alerting templates, default.message). Grafana's
 * old alerting wrote `[Alerting] name` and `[OK] name`.
 */
export default defineTrigger({
  id: 'grafana',
  title: 'Grafana',
  read(message, parts) {
    if (!isFromGrafana(message, parts)) return undefined;
    const headline = headlineOf(parts);
    const title = bracketTitle(headline);
    const [, old, oldName] = /^\[(Alerting|OK|No Data|Pending)\]\s*(.*)$/i.exec(headline) ?? [];
    const status = title?.status ?? (/no data/i.test(old ?? '') ? 'firing' : statusWord(old)) ?? 'unclear';
    const [own, ...attached] = parts.panels;
    const panels = attached.length > 0 ? attached : [own];
    const blocks = panels.flatMap((panel) => alertBlocks([panel.text, ...panel.blocks].join('\n')));
    const single = blocks.length === 1;
    const items = blocks.map((block) => {
      const labels = single ? [...block.labels, ...panels.flatMap(fieldLabels)] : block.labels;
      return itemOf('grafana', {
        status: block.status ?? status,
        name: labelOf(labels, 'alertname') ?? oldName ?? title?.rest,
        severity: severityOf(labels),
        labels,
        texts: single ? textsOf(parts.panels).map((text) => bracketTitle(text)?.rest ?? text) : [block.text],
        links: single ? parts.links : [],
      });
    });
    return readingOf('grafana', parts, items, { ...(title ? { status } : {}), told: title?.count });
  },
});
