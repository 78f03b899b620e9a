import { type Kysely, sql } from 'kysely';
import type { StoreKind } from '../migrations.ts';
import type { Tables } from '../schema.ts';

/** What people have asked, so that whoever is left answers it. */
export async function questions(db: Kysely<Tables>, kind: StoreKind): Promise<void> {
  const table = db.schema.createTable('questions');
  await (kind === 'sqlite' ? table.modifyEnd(sql`strict`) : table)
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('body', 'text')
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('leased_until', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('questions_open')
    .on('questions')
    .column('leased_until')
    .where(sql<boolean>`body is not null`)
    .execute();
  await db.schema.createIndex('questions_at').on('questions').column('at').execute();
}
