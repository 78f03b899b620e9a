import { verifyJournal } from '../../src/audit/verify.ts';
import type { SimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { openStore } from '../../src/store/open-store.ts';

/** What the records say of what was done to the cloud. */
export async function recordsIn(file: string, cloud: SimulatedCloud) {
  const store = await openStore({ file, readOnly: true });
  try {
    const journal = await verifyJournal(store);
    const rows = await store.db.selectFrom('journal').select(['kind', 'entry']).execute();
    const started = rows.filter(({ kind }) => kind === 'started');
    // Each call carries an id of its own, which is in the entry that was written before it.
    const words = started.map(({ entry }) => entry).join();
    const done = cloud.effects.map(({ globalRequestId = '' }) => globalRequestId);
    return {
      approvals_started: started.length,
      changes: done.length,
      journal_intact: journal.intact,
      unrecorded: done.filter((id) => id === '' || !words.includes(id)).length,
      done_twice: done.length - new Set(done).size,
    };
  } finally {
    await store.close();
  }
}
