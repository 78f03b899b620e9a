import type { ViewInput } from './blocks/view.ts';
import type { Ids } from './ids.ts';
import { APP_ID, BOT_ID, TEAM } from './seed.ts';
import { withIds } from './stored.ts';
import type { Json, View } from './types.ts';

/** A view as Slack keeps it. `below` is the one it was pushed on; `old` the one it replaces, whose id it keeps. */
export function createView(ids: Ids, input: ViewInput, below?: View, old?: View): View {
  const id = old?.id ?? ids.next('V');
  const modal = input.type === 'modal' ? input : undefined;
  return {
    id,
    team_id: TEAM.id,
    app_id: APP_ID,
    bot_id: BOT_ID,
    type: input.type,
    callback_id: input.callback_id ?? '',
    external_id: input.external_id ?? '',
    private_metadata: input.private_metadata ?? '',
    ...(modal ? { title: modal.title, submit: modal.submit ?? null, close: modal.close ?? null } : {}),
    blocks: withIds(ids, input.blocks as Json[]),
    hash: `${ids.ts()}.${ids.next('h')}`,
    root_view_id: below?.root_view_id ?? id,
    previous_view_id: below?.id ?? null,
    clear_on_close: modal?.clear_on_close ?? false,
    notify_on_close: modal?.notify_on_close ?? false,
    state: { values: {} },
  };
}
