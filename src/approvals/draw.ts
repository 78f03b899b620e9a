import type { Stage } from '../core/acting.ts';
import { errorFields } from '../lib/plain-log.ts';
import { after } from './custody.ts';
import type { Parts } from './parts.ts';

/** Nobody else draws it meanwhile; who has not come back by then never will. */
const DRAWING_MS = 60_000;
const AGAIN_MS = 5_000;
/** What ended longer ago stays as it is shown. */
const OLD_MS = 86_400_000;

/**
 * Draws what Slack shows as it was, each approval by one process at a time. Nothing waits for it, and what could not be
 * drawn is tried again a little later.
 */
export function createDrawer(parts: Pick<Parts, 'repository' | 'now' | 'log'>, stage: Stage) {
  const { repository, now, log } = parts;
  const drawing = new Map<string, Promise<void>>();

  async function draw(id: string): Promise<void> {
    try {
      for (;;) {
        const at = now().toISOString();
        if (!(await repository.beginDrawing(id, at, after(at, DRAWING_MS)))) return;
        const held = await repository.get(id);
        if (!held) return;
        const message = await stage.draw(held.approval);
        await repository.drawn(id, held.approval.version, message);
        // It may have changed meanwhile; what came in between need not be shown.
      }
    } catch (error) {
      log.warn({ ...errorFields(error), approval: id }, 'an approval could not be drawn; it is tried again');
      await repository.drawLater(id, after(now().toISOString(), AGAIN_MS)).catch(() => undefined);
    }
  }

  return {
    /** Begins to draw what has to be drawn. */
    async look(): Promise<void> {
      const at = now().toISOString();
      for (const id of await repository.undrawn(at, after(at, -OLD_MS))) {
        if (drawing.has(id)) continue;
        drawing.set(
          id,
          draw(id).finally(() => drawing.delete(id)),
        );
      }
    },
    /** Resolves when what has begun is drawn, or was not to be. */
    async settled(): Promise<void> {
      while (drawing.size > 0) await Promise.all(drawing.values());
    },
  };
}
