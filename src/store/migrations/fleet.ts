import { type Kysely, sql } from 'kysely';
import type { FleetTables } from '../fleet-tables.ts';
import type { StoreKind } from '../migrations.ts';

/** Points in the time of a fleet, and who sweeps and posts. */
export async function fleet(db: Kysely<FleetTables>, kind: StoreKind): Promise<void> {
  const table = <T extends string>(name: T) => {
    const builder = db.schema.createTable(name);
    return kind === 'sqlite' ? builder.modifyEnd(sql`strict`) : builder;
  };

  await table('fleet_points')
    .addColumn('cloud', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('fleet_points_key', ['cloud', 'at'])
    .execute();
  await db.schema.createIndex('fleet_points_at').on('fleet_points').column('at').execute();

  await table('fleet_sweeps')
    .addColumn('cloud', 'text', (column) => column.primaryKey().notNull())
    .addColumn('done_slot', 'text', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'text')
    .execute();

  await table('digests')
    .addColumn('cloud', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('slot', 'text', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('message', 'text')
    .addPrimaryKeyConstraint('digests_key', ['cloud', 'channel', 'slot'])
    .execute();
  await db.schema.createIndex('digests_slot').on('digests').column('slot').execute();
}
