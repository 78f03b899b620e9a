import { errorFields } from '../log.ts';
import type { Front } from './context.ts';

/**
 * Tells Slack that we have it. Where that fails, as on a connection that has just been cut, Slack complains to the
 * person; they are answered all the same, since nobody sends the question again.
 */
export async function acknowledge(front: Front, ack: () => Promise<void>): Promise<void> {
  try {
    await ack();
  } catch (error) {
    front.desk.log.warn(errorFields(error), 'not acknowledged, answered all the same');
  }
}
