import { type Kysely, sql } from 'kysely';
import type { FleetTables } from '../fleet-tables.ts';
import type { StoreKind } from '../migrations.ts';

/** What the last sweep of a cloud saw, and the picture of a digest. */
export async function glances(db: Kysely<FleetTables>, kind: StoreKind): Promise<void> {
  const table = db.schema.createTable('fleet_glances');
  await (kind === 'sqlite' ? table.modifyEnd(sql`strict`) : table)
    .addColumn('cloud', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .execute();
  await db.schema.alterTable('digests').addColumn('picture', 'text').execute();
}
