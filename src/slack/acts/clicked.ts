import type { BlockAction, ViewSubmitAction } from '@slack/bolt';
import { type Acting, type ActRefusal, NOT_CONFIGURED } from '../../core/acting.ts';
import type { Person } from '../../core/person.ts';
import { inTime } from '../../lib/in-time.ts';
import type { Front } from '../listeners/context.ts';
import { errorFields } from '../log.ts';
import type { Claim } from '../people.ts';
import { renderDenied } from '../render/denied.ts';
import { renderFailure } from '../render/failure.ts';
import type { Rendered } from '../render/limits.ts';
import { deniedModal } from '../render/told-modal.ts';
import { renderWords } from '../render/words.ts';

/** A click on a button of ours, in our words. What it means and whether they may comes from us, never from here. */
export interface Click {
  readonly claim: Claim;
  /** As the button carries it: nothing that anybody has checked. */
  readonly value: string;
  readonly trigger: string;
  /** The message it stands on; undefined in a Home tab or a modal. `broadcast`: a reply that the channel shows as well. */
  readonly on:
    | {
        readonly channel: string;
        readonly ts: string;
        readonly thread: string;
        readonly ephemeral: boolean;
        readonly broadcast: boolean;
      }
    | undefined;
  readonly responseUrl: string | undefined;
}

/** Ids of ours are random words in base64url. */
const ID = /^[\w-]{8,64}$/;
export const isId = (value: string): boolean => ID.test(value);

/** Somebody who hears nothing clicks once more. */
const SLOW =
  'This takes longer than it should: OpenStack or my own records are slow. I am still at it, and clicking again does nothing twice. What comes of it stands in `approvals`.';

/** What a click or a submitted modal says about who and from where. */
export function claimOf({
  user,
  team,
  enterprise,
}: Pick<BlockAction | ViewSubmitAction, 'user' | 'team' | 'enterprise'>): Claim {
  return { user: user.id, team: team?.id, home: user.team_id, enterprise: enterprise?.id };
}

export function clickOf(body: BlockAction, value: string | undefined): Click {
  const { container } = body;
  const channel: unknown = body.channel?.id ?? container['channel_id'];
  const ts: unknown = body.message?.ts ?? container['message_ts'];
  const root: unknown = body.message?.['thread_ts'] ?? container['thread_ts'];
  const isMessage = typeof channel === 'string' && typeof ts === 'string' && container['type'] !== 'view';
  return {
    claim: claimOf(body),
    value: value ?? '',
    trigger: body.trigger_id,
    responseUrl: body.response_url || undefined,
    on: isMessage
      ? {
          channel,
          ts,
          thread: typeof root === 'string' ? root : ts,
          ephemeral: container['is_ephemeral'] === true,
          broadcast: body.message?.['subtype'] === 'thread_broadcast',
        }
      : undefined,
  };
}

/** Tells whoever clicked, and nobody else: beside the message, or in a modal where there is none. */
export async function tell(
  front: Front,
  click: Click,
  rendered: Rendered,
  refusal?: ActRefusal,
): Promise<void> {
  const { outbox } = front;
  const { on, responseUrl, trigger, claim } = click;
  const direct = () => outbox.post(rendered.message, { channel: claim.user }, { twiceIsFine: true });
  if (responseUrl) {
    // An ephemeral message in a thread is seen there only when it says so. What the channel shows too was clicked there.
    const thread = on && on.thread !== on.ts && !on.broadcast ? on.thread : undefined;
    await outbox
      .respond(responseUrl, rendered.message, { to: 'asker', thread, twiceIsFine: true })
      .catch(direct);
  } else if (refusal) await outbox.views.open(trigger, deniedModal(refusal)).catch(direct);
  else await direct();
}

/**
 * Runs what a click asks for, once however often Slack delivers it, and tells the clicker what came of it where that is
 * not to be seen anyway. The one catch of clicks: it never throws.
 */
export async function clicked(
  front: Front,
  click: Click,
  name: string,
  run: (acting: Acting, who: () => Promise<Person>) => Promise<ActRefusal | undefined>,
): Promise<void> {
  const work = carriedOut(front, click, name, run);
  await inTime(front.slowMs, work, () => tell(front, click, renderWords(SLOW))).catch((error: unknown) =>
    front.desk.log.warn(
      { click: name, ...errorFields(error) },
      'that a click takes longer could not be told',
    ),
  );
  await work;
}

async function carriedOut(
  front: Front,
  click: Click,
  name: string,
  run: (acting: Acting, who: () => Promise<Person>) => Promise<ActRefusal | undefined>,
): Promise<void> {
  const { desk, events, acting, people } = front;
  const fields = { click: name, user: click.claim.user, channel: click.on?.channel };
  try {
    if (await events.seen(`click ${click.trigger}`)) return;
    const now = acting();
    const refusal = now ? await run(now, () => people.of(click.claim)) : NOT_CONFIGURED;
    desk.log.info({ ...fields, ...(refusal ? { refused: refusal.code } : {}) }, 'clicked');
    if (refusal) await tell(front, click, renderDenied(refusal), refusal);
    front.homes.changed();
  } catch (error) {
    const reference = desk.reference();
    desk.log.error({ ...fields, reference, ...errorFields(error) }, 'a click was not answered');
    await tell(front, click, renderFailure(error, reference)).catch((second: unknown) => {
      desk.log.error(
        { ...fields, reference, ...errorFields(second) },
        'the failure could not be told either',
      );
    });
  }
}

/** A button that carries what we never gave out: recorded, and said. */
export async function strange(acting: Acting, who: Person, what: string): Promise<ActRefusal> {
  const words = `That button carries ${what} that I never gave out. Nothing was done. Ask again with \`why\`, and use the buttons of that answer.`;
  await acting.refuse(who, 'strange-button', words);
  return { kind: 'refused', code: 'strange-button', words };
}
