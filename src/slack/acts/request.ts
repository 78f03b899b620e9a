import { z } from 'zod';
import type { Acting, ActRefusal, RequestForm } from '../../core/acting.ts';
import type { Person } from '../../core/person.ts';
import type { Front } from '../listeners/context.ts';
import { renderActModal, renderWaitModal } from '../render/act-modal.ts';
import { deniedModal, unreadModal } from '../render/told-modal.ts';
import { refusalOf } from '../slack-error.ts';
import { type Click, isId, strange } from './clicked.ts';
import { fieldOf } from './form.ts';
import { opened } from './opened.ts';

const EMPTY: RequestForm = { reason: null, ticket: null, typed: null };

/** What a modal brings back: which offer, and where the approval is to be drawn. */
export const Meta = z.object({
  offer: z.string().max(64),
  channel: z.string().max(40),
  thread: z.string().max(40).nullable(),
});
export type Meta = z.infer<typeof Meta>;

/** A confirmation was enough. */
export async function askAtOnce(front: Front, click: Click, acting: Acting, who: () => Promise<Person>) {
  if (!isId(click.value) || !click.on) return strange(acting, await who(), 'something');
  const answer = await acting.request(click.value, await who(), EMPTY, placeOf(metaOf(click)));
  if (answer.kind !== 'refused') return undefined;
  // What was one click when it was offered may ask for more by now.
  return fieldOf(answer) ? openModal(front, click, acting, who) : answer;
}

/**
 * A question follows: the modal opens before anything is read, since Slack takes the click's trigger for three seconds
 * only, and then shows the target as it is now.
 */
export async function openModal(
  front: Front,
  click: Click,
  acting: Acting,
  who: () => Promise<Person>,
): Promise<ActRefusal | undefined> {
  if (!isId(click.value) || !click.on) return strange(acting, await who(), 'something');
  const id = await opened(front, click, renderWaitModal('One moment', 'reading how it is now…'));
  if (id === undefined) return undefined;
  try {
    const look = await acting.look(click.value, await who());
    const meta = JSON.stringify(metaOf(click));
    const view = look.kind === 'offer' ? renderActModal(look.offer, meta) : deniedModal(look);
    await whileOpen(() => front.outbox.views.update(id, view));
  } catch (error) {
    await whileOpen(() => front.outbox.views.update(id, unreadModal())).catch(() => undefined);
    throw error;
  }
  return undefined;
}

/** The person may have closed it by now. */
export async function whileOpen(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (refusalOf(error) !== 'not_found') throw error;
  }
}

function metaOf({ on, value }: Click): Meta {
  const thread = on && !on.ephemeral ? on.thread : null;
  return { offer: value, channel: on?.channel ?? '', thread };
}

export function placeOf({ channel, thread }: Meta) {
  return { channel, thread: thread === null ? null : { channel, ts: thread } };
}
