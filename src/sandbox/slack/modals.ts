import { checkView } from './blocks/view.ts';
import type { Ack, Delivery } from './delivery.ts';
import { type Answers, inputErrors, stateOf } from './elements.ts';
import { APP_ID, TEAM } from './seed.ts';
import type { Permits } from './triggers.ts';
import type { Json, User, View } from './types.ts';
import { createView } from './views.ts';
import type { Workspace } from './workspace.ts';

/** What a person sees after pressing a modal's submit button. `errors` by block id. */
export type Submitted =
  | { readonly kind: 'closed' | 'updated' | 'pushed' | 'cleared' }
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly error: string };

export interface Modals {
  submit(user: User, view: View, answers: Answers): Promise<Submitted>;
  /** Closes the top view, or the whole stack; tells the app when it asked to be told. */
  close(user: User, view: View, all: boolean): void;
}

export function createModals(workspace: Workspace, delivery: Delivery, permits: Permits): Modals {
  const payload = (type: string, user: User, view: View, rest: Json): Json => ({
    type,
    team: { id: TEAM.id, domain: TEAM.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team_id ?? TEAM.id },
    api_app_id: APP_ID,
    token: 'local-sandbox-verification-token',
    enterprise: null,
    is_enterprise_install: false,
    view,
    ...rest,
  });
  const stack = (user: User) => workspace.views.get(user.id) ?? [];
  function show(user: User, views: View[]): void {
    workspace.views.set(user.id, views);
    workspace.emit({ kind: 'views', user: user.id });
  }

  function obey(user: User, view: View, ack: Extract<Ack, { ok: true }>): Submitted {
    const action = ack.payload['response_action'];
    const without = stack(user).filter((open) => open.id !== view.id);
    if (action === 'errors') {
      return { kind: 'errors', errors: (ack.payload['errors'] ?? {}) as Readonly<Record<string, string>> };
    }
    if (action === 'clear') {
      show(user, []);
      return { kind: 'cleared' };
    }
    if (action === 'update' || action === 'push') {
      const checked = checkView(ack.payload['view']);
      if (!checked.ok) return { kind: 'failed', error: checked.faults.join('; ') };
      const below = action === 'push' ? view : without.at(-1);
      const next = createView(workspace.ids, checked.view, below, action === 'update' ? view : undefined);
      show(user, action === 'push' ? [...without, view, next] : [...without, next]);
      return { kind: action === 'push' ? 'pushed' : 'updated' };
    }
    show(user, without);
    return { kind: 'closed' };
  }

  return {
    async submit(user, view, answers) {
      const errors = inputErrors(view.blocks, answers);
      if (Object.keys(errors).length > 0) return { kind: 'errors', errors };
      const filled: View = { ...view, state: { values: stateOf(view.blocks, answers) } };
      const ack = await delivery.ask({
        type: 'interactive',
        payload: payload('view_submission', user, filled, {
          trigger_id: permits.trigger(user.id),
          response_urls: [],
        }),
      });
      if (!ack.ok) return { kind: 'failed', error: ack.error };
      // The app may have updated the view while it thought; the stack holds the newest.
      return obey(user, stack(user).find((open) => open.id === view.id) ?? view, ack);
    },
    close(user, view, all) {
      const open = stack(user);
      const closed = all || view.clear_on_close ? open : open.filter((one) => one.id === view.id);
      show(
        user,
        open.filter((one) => !closed.includes(one)),
      );
      for (const one of closed) {
        if (!one.notify_on_close) continue;
        void delivery.ask({
          type: 'interactive',
          payload: payload('view_closed', user, one, { is_cleared: all || view.clear_on_close }),
        });
      }
    },
  };
}
