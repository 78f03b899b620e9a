import { alertBlocks, bracketTitle, statusWord } from '../core/alert-blocks.ts';
import { fieldLabels, itemOf, readingOf, severityOf, textsOf, timeOf } from '../core/alert-item.ts';
import { labelOf } from '../core/alert-labels.ts';
import { isFromGrafana } from '../core/from-grafana.ts';
import { headlineOf, type MessageParts, type Panel } from '../core/message-parts.ts';
import { posterOf } from '../core/seen-message.ts';
import { type AlertItem, type AlertStatus, defineTrigger } from '../core/trigger.ts';
import { isUuid } from '../lib/uuid.ts';

/**
 * Alertmanager's slack_configs: one attachment, whose title is by default `[FIRING:1] group values (other values)` and
 * whose text is empty (prometheus/alertmanager template/default.tmpl). Values stand there without names, and those that
 * differ inside a group are left out; templates of one's own, and ours in docs/alertmanager, name them alert by alert.
 */
export default defineTrigger({
  id: 'alertmanager',
  title: 'Alertmanager',
  read(message, parts) {
    if (isFromGrafana(message, parts)) return undefined;
    const title = bracketTitle(headlineOf(parts));
    const known =
      /alert ?manager|prometheus/.test(posterOf(message)) ||
      parts.links.some((link) => link.includes('/#/alerts'));
    if (!known && !title) return undefined;
    const [own, ...attached] = parts.panels;
    const panels = attached.length > 0 ? attached : [own];
    const status = title?.status ?? statusByColor(panels);
    const blocks = panels.flatMap((panel) => alertBlocks(bodyOf(panel)));
    const items =
      blocks.length > 1
        ? blocks.map((block) => alertOf(block.status ?? status, block.labels, [block.text], []))
        : [oneAlert(blocks[0]?.status ?? status)];
    return readingOf('alertmanager', parts, items, { ...(title ? { status } : {}), told: title?.count });

    /** The title belongs to the alert, since there is only one. */
    function oneAlert(one: AlertStatus): AlertItem {
      const labels = [...(blocks[0]?.labels ?? []), ...panels.flatMap(fieldLabels)];
      const said = textsOf(parts.panels).map((text) => bracketTitle(text)?.rest ?? text);
      return alertOf(one, labels, said, parts.links);
    }

    function alertOf(
      one: AlertStatus,
      labels: AlertItem['labels'],
      texts: readonly string[],
      links: MessageParts['links'],
    ): AlertItem {
      return itemOf('alertmanager', {
        status: one,
        name: labelOf(labels, 'alertname') ?? firstWord(title?.rest),
        severity: severityOf(labels),
        labels,
        texts,
        links,
        started: timeOf(labelOf(labels, 'started', 'starts_at', 'since')),
        ended: timeOf(labelOf(labels, 'ended', 'ends_at')),
      });
    }
  },
});

function bodyOf({ pretext, text, blocks }: Panel): string {
  return [pretext, text, ...blocks].filter((one) => one !== '').join('\n');
}

/** Slack makes hexadecimal numbers of `danger` and `good`; all that a title of one's own may leave. */
function statusByColor(panels: readonly Panel[]): AlertStatus {
  const { color } = panels.find((panel) => panel.color !== '') ?? { color: '' };
  if (color === '2eb886' || color === 'good') return 'resolved';
  if (color === 'a30200' || color === 'danger') return 'firing';
  return statusWord(color) ?? 'unclear';
}

/** SortedPairs puts `alertname` in front of the other group labels; a group without it begins with something else. */
function firstWord(rest = ''): string | undefined {
  const [word = ''] = rest.split(/[\s:]/, 1);
  return /^[A-Za-z_]\w{2,120}$/.test(word) && !isUuid(word) ? word : undefined;
}
