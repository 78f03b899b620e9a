import { ServiceError } from '../../core/errors.ts';
import type { Front } from '../listeners/context.ts';
import { refusalOf } from '../slack-error.ts';
import type { Click } from './clicked.ts';

/**
 * Opens a modal for a click, and gives its id; undefined where another process of ours has answered the click.
 * @throws ServiceError in words for the clicker where Slack does not take its trigger any more
 */
export async function opened(
  front: Pick<Front, 'outbox'>,
  { trigger }: Pick<Click, 'trigger'>,
  view: Parameters<Front['outbox']['views']['open']>[1],
): Promise<string | undefined> {
  try {
    return await front.outbox.views.open(trigger, view);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === 'exchanged_trigger_id') return undefined;
    if (refusal !== 'expired_trigger_id') throw error;
    throw new ServiceError('the click took too long on its way here; click once more', {
      code: 'timeout',
      service: 'slack',
    });
  }
}
