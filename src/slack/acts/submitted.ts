import { setTimeout as wait } from 'node:timers/promises';
import type { ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import { type Acting, type ActRefusal, NOT_CONFIGURED } from '../../core/acting.ts';
import type { Person } from '../../core/person.ts';
import type { Front } from '../listeners/context.ts';
import { errorFields } from '../log.ts';
import { renderWaitModal } from '../render/act-modal.ts';
import { askedModal, deniedModal, failedModal } from '../render/told-modal.ts';
import { claimOf } from './clicked.ts';
import { errorsIn, fieldOf, formOf } from './form.ts';
import { whileOpen } from './request.ts';

export interface SubmitArgs {
  readonly ack: (response?: ViewResponseAction) => Promise<void>;
  readonly body: ViewSubmitAction;
}

export type Submitted = ActRefusal | 'done' | 'broken';

/** A process that is asked for the same again within so many submissions gives the same answer. */
const MAX_KEPT = 200;

/**
 * A modal was sent. Slack waits three seconds for the answer: what is known by then closes the modal or stands in it;
 * what takes longer is told in the modal later. It never throws.
 */
export async function submitted(
  front: Front,
  { ack, body }: SubmitArgs,
  run: (acting: Acting, who: Person) => Promise<ActRefusal | undefined>,
): Promise<void> {
  const { desk, outbox } = front;
  const { view } = body;
  const errors = errorsIn(formOf(view.state.values));
  const answer = (response: ViewResponseAction) =>
    ack(response).catch((error: unknown) =>
      desk.log.warn(errorFields(error), 'a modal was not answered in time'),
    );
  if (Object.keys(errors).length > 0) return answer({ response_action: 'errors', errors });

  const working = once(front, body, run);
  const patience = new AbortController();
  const late = wait(front.submitMs, 'late' as const, { signal: patience.signal }).catch(
    () => 'late' as const,
  );
  const quick = await Promise.race([working, late]);
  patience.abort();
  if (quick !== 'late') return answer(responseTo(quick, view.state.values));
  await answer({
    response_action: 'update',
    view: renderWaitModal('Asking', 'reading how it is now, and asking…'),
  });
  const outcome = await working;
  await whileOpen(() => outbox.views.update(view.id, modalFor(outcome))).catch((error: unknown) =>
    desk.log.warn(errorFields(error), 'a modal could not be told the outcome'),
  );
}

/** Slack may deliver a submission again; it is the same one then. */
function once(
  front: Front,
  body: ViewSubmitAction,
  run: (acting: Acting, who: Person) => Promise<ActRefusal | undefined>,
): Promise<Submitted> {
  const { submissions } = front;
  const key = body.trigger_id ?? `${body.view.id} ${body.view.hash}`;
  const before = submissions.get(key);
  if (before !== undefined) return before;
  const working = outcomeOf(front, body, run);
  submissions.set(key, working);
  for (const oldest of submissions.keys()) {
    if (submissions.size <= MAX_KEPT) break;
    submissions.delete(oldest);
  }
  return working;
}

async function outcomeOf(
  front: Front,
  body: ViewSubmitAction,
  run: (acting: Acting, who: Person) => Promise<ActRefusal | undefined>,
): Promise<Submitted> {
  const { desk, people, acting, homes } = front;
  const fields = { modal: body.view.callback_id, user: body.user.id };
  try {
    const now = acting();
    const refusal = now ? await run(now, await people.of(claimOf(body))) : NOT_CONFIGURED;
    desk.log.info({ ...fields, ...(refusal ? { refused: refusal.code } : {}) }, 'submitted');
    homes.changed();
    return refusal ?? 'done';
  } catch (error) {
    desk.log.error(
      { ...fields, reference: desk.reference(), ...errorFields(error) },
      'a modal was not answered',
    );
    return 'broken';
  }
}

function responseTo(
  outcome: Submitted,
  values: ViewSubmitAction['view']['state']['values'],
): ViewResponseAction {
  if (outcome === 'done') return { response_action: 'clear' };
  const field = outcome === 'broken' ? undefined : fieldOf(outcome);
  if (outcome !== 'broken' && field && values[field]) {
    return { response_action: 'errors', errors: { [field]: outcome.words.slice(0, 2000) } };
  }
  return { response_action: 'update', view: modalFor(outcome) };
}

function modalFor(outcome: Submitted) {
  if (outcome === 'done') return askedModal();
  return outcome === 'broken' ? failedModal() : deniedModal(outcome);
}
