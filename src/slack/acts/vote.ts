import { z } from 'zod';
import type { Acting, ActRefusal } from '../../core/acting.ts';
import type { Approval } from '../../core/approval.ts';
import type { Person } from '../../core/person.ts';
import type { Front } from '../listeners/context.ts';
import { renderDeclineModal } from '../render/act-modal.ts';
import { type Click, isId, strange } from './clicked.ts';
import { opened } from './opened.ts';

/** Which approval a modal is about. */
export const VoteMeta = z.object({ approval: z.string().max(64) });

/** Agrees or takes back; both are asked for once more by Slack's own dialog. */
export async function vote(
  verb: 'approve' | 'withdraw',
  click: Click,
  acting: Acting,
  who: () => Promise<Person>,
): Promise<ActRefusal | undefined> {
  const person = await who();
  const wrong = await wrongButton(click, acting, person);
  if (wrong) return wrong;
  const answer = await acting[verb](click.value, person);
  return answer.kind === 'refused' ? answer : undefined;
}

/** Saying no asks for a reason: the modal opens, and what it brings back is judged. */
export async function openDecline(
  front: Front,
  click: Click,
  acting: Acting,
  who: () => Promise<Person>,
): Promise<ActRefusal | undefined> {
  const approval = isId(click.value) ? await acting.get(click.value) : undefined;
  if (!approval || isForeign(click, approval)) return wrongButton(click, acting, await who());
  const meta = JSON.stringify({ approval: approval.id } satisfies z.infer<typeof VoteMeta>);
  await opened(front, click, renderDeclineModal(approval, meta));
  return undefined;
}

/** A button that decides about another approval than the message it stands on, or about none. */
async function wrongButton(click: Click, acting: Acting, who: Person): Promise<ActRefusal | undefined> {
  if (!isId(click.value)) return strange(acting, who, 'something');
  const approval = await acting.get(click.value);
  if (!approval) return strange(acting, who, 'an approval');
  if (!isForeign(click, approval)) return undefined;
  const words =
    'That button is not on the message of what it would decide about. Nothing was done. `approvals` lists what waits, each with its own message.';
  await acting.refuse(who, 'foreign-button', words);
  return { kind: 'refused', code: 'foreign-button', words };
}

function isForeign({ on }: Click, { message }: Approval): boolean {
  return on !== undefined && message !== null && (on.ts !== message.ts || on.channel !== message.channel);
}
