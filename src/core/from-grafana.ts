import type { MessageParts } from './message-parts.ts';
import { posterOf, type SeenMessage } from './seen-message.ts';

/**
 * Whether Grafana posted it: its titles begin as Alertmanager's do, and its name stands in the footer (grafana/alerting
 * receivers/slack/v1/slack.go, "Grafana v…"), whatever people call the poster.
 */
export function isFromGrafana(message: SeenMessage, { panels, links }: MessageParts): boolean {
  return (
    posterOf(message).includes('grafana') ||
    panels.some((panel) => /^Grafana\b/.test(panel.footer)) ||
    panels.some((panel) => panel.titleLink.includes('/alerting/')) ||
    links.some((link) => link.includes('/alerting/silence/new'))
  );
}
