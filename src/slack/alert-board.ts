import type { AlertBoard, Storm, Story } from '../core/alert-story.ts';
import type { Identity } from './directory.ts';
import { createDrawings } from './drawings.ts';
import { createGlances } from './glances.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { renderStorm } from './render/storm.ts';
import { renderStory } from './render/story.ts';

export interface AlertBoardOptions {
  readonly outbox: Outbox;
  readonly identity: () => Identity | undefined;
  /** Whether alerts get a reaction. */
  readonly reactions: () => boolean;
  readonly log: Log;
  readonly clock: () => Date;
  /** Our word in Slack. */
  readonly slash: string;
  /** Something about alerts was drawn anew. */
  readonly onDrawn: () => void;
}

/**
 * Draws stories below their alerts and storms in their channels, when there is room beside what people ask for. What waits
 * for that and changes meanwhile is drawn as it is by then, and once.
 */
export function createAlertBoard(options: AlertBoardOptions): AlertBoard {
  const { outbox, identity, reactions, log, clock, slash, onDrawn } = options;
  const parts = { outbox, log, clock, onDrawn };
  const story = createDrawings<Story>({
    ...parts,
    what: 'a story',
    sketch(newest) {
      const { id, channel, alert, opened_at } = newest();
      return {
        to: { channel, ...(alert === null ? {} : { thread: alert }) },
        mark: { event_type: 'alert_story', event_payload: { story: id } },
        since: opened_at,
        how: { background: true },
        draw: () => renderStory(newest(), { slash, now: clock(), workspace: identity()?.url }),
      };
    },
  });
  const storm = createDrawings<Storm>({
    ...parts,
    what: 'a storm',
    sketch(newest) {
      const { id, channel, opened_at } = newest();
      return {
        to: { channel },
        mark: { event_type: 'alert_storm', event_payload: { storm: id } },
        since: opened_at,
        how: { background: true },
        draw: () => renderStorm(newest()),
      };
    },
  });
  const glance = createGlances({ outbox, log, began: clock() });
  return {
    story,
    storm,
    glance: async (alert, which) => {
      if (reactions()) await glance(alert, which);
    },
  };
}
