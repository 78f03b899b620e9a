import type { Errand } from '../lib/errand.ts';

interface Body {
  readonly type?: unknown;
  readonly command?: unknown;
  readonly event_id?: unknown;
  readonly trigger_id?: unknown;
  readonly event?: { readonly type?: unknown };
}

/** What somebody wants of us, by what Slack sent, and Slack's own name for it. */
export function errandOf(body: unknown): Pick<Errand, 'what' | 'from'> {
  const { type, command, event_id, trigger_id, event } = (body ?? {}) as Body;
  // The rest of a trigger's id is what a dialog may be opened with.
  const trigger = typeof trigger_id === 'string' ? trigger_id.split('.')[0] : undefined;
  const from = [event_id, trigger].find((id) => typeof id === 'string');
  const said = [command, event?.type, type].find((word) => typeof word === 'string');
  return { what: `slack ${said ?? 'request'}`, ...(from === undefined ? {} : { from }) };
}
