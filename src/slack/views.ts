import type { HomeView, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Api } from './api.ts';

const Opened = z.object({ view: z.object({ id: z.string() }) });

/** Modals and Home tabs. */
export function createViews({ ask }: Pick<Api, 'ask'>) {
  return {
    /** Opens a modal for whoever clicked and tells its id. Slack takes a trigger for three seconds, once. */
    async open(trigger: string, view: ModalView): Promise<string> {
      // Waiting would outlive the trigger.
      const how = { repeatable: false, patienceMs: 0 };
      return Opened.parse(await ask('views.open', { trigger_id: trigger, view }, how)).view.id;
    },
    /** Redraws a modal. Refused with `not_found` once the person has closed it. */
    async update(id: string, view: ModalView): Promise<void> {
      await ask('views.update', { view_id: id, view }, { repeatable: true, patienceMs: 3_000 });
    },
    /** Draws somebody's Home tab; dropped where Slack asks to slow down, since the next one tells more. */
    async publish(user: string, view: HomeView): Promise<void> {
      await ask('views.publish', { user_id: user, view }, { repeatable: true, cosmetic: true });
    },
  };
}

export type Views = ReturnType<typeof createViews>;
