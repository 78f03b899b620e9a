import { ServiceError } from '../core/errors.ts';
import type { Trx } from './open-store.ts';

/**
 * Waits until every other writer, of this process and of all replicas, has committed or given up, and keeps them waiting
 * until this transaction ends: what is read from here on (is it frozen? how many nodes lately?) stays true until then.
 * Take it first, before any other row is locked. Taking it twice does no harm.
 * @returns the journal's head
 * @throws ServiceError `bad-answer` when somebody has removed its row
 */
export async function takeTurn(trx: Trx): Promise<{ readonly seq: number; readonly hash: string }> {
  const head = await trx
    .updateTable('journal_head')
    .set((row) => ({ seq: row.ref('seq') }))
    .where('id', '=', 1)
    .returning(['seq', 'hash'])
    .executeTakeFirst();
  if (head) return head;
  throw new ServiceError(
    'The journal has lost the row of its head, so nothing is recorded and nothing done; `npm run -s audit -- verify` tells more.',
    { code: 'bad-answer', service: 'database' },
  );
}
