import { type Kysely, sql } from 'kysely';
import type { StoreKind } from '../migrations.ts';
import type { Tables } from '../schema.ts';

/** Which of Slack's events were taken on, by whichever replica. */
export async function events(db: Kysely<Tables>, kind: StoreKind): Promise<void> {
  const table = db.schema.createTable('events');
  await (kind === 'sqlite' ? table.modifyEnd(sql`strict`) : table)
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('events_at').on('events').column('at').execute();
}
