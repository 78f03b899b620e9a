import type { MessageAt } from '../core/approval.ts';
import type { Store } from '../store/open-store.ts';

export interface ClaimsOptions {
  readonly store: Pick<Store, 'db'>;
  readonly clock: () => Date;
  /** This process, and no other. */
  readonly owner: string;
}

/** Taken: it is for this process to do. `doubted`: somebody took it before, and nobody knows how far they came. */
export type Claim = { readonly kind: 'taken'; readonly doubted: boolean } | { readonly kind: 'not-ours' };

/** Of all replicas one does a thing once in its slot; what a dead one left is taken over when its lease has run out. */
export interface Claims {
  /** True where the sweep of that slot is ours. */
  sweep(cloud: string, slot: string, leaseMs: number): Promise<boolean>;
  swept(cloud: string, slot: string): Promise<void>;
  digest(due: Due, leaseMs: number): Promise<Claim>;
  digested(due: Due, message: MessageAt): Promise<void>;
  /** Forgets digests that were due before then. */
  prune(before: string): Promise<void>;
}

/** A digest, and when it was due (ISO 8601). */
export interface Due {
  readonly cloud: string;
  readonly channel: string;
  readonly slot: string;
}

const NOT_OURS = { kind: 'not-ours' } as const;

export function createClaims({ store: { db }, clock, owner }: ClaimsOptions): Claims {
  const now = () => clock().toISOString();
  const lease = (ms: number) => ({
    lease_owner: owner,
    lease_until: new Date(clock().getTime() + ms).toISOString(),
  });

  return {
    async sweep(cloud, slot, leaseMs) {
      await db
        .insertInto('fleet_sweeps')
        .values({ cloud, done_slot: '', lease_owner: null, lease_until: null })
        .onConflict((conflict) => conflict.column('cloud').doNothing())
        .execute();
      const { numUpdatedRows } = await db
        .updateTable('fleet_sweeps')
        .set(lease(leaseMs))
        .where('cloud', '=', cloud)
        .where('done_slot', '<', slot)
        .where((row) => row.or([row('lease_until', 'is', null), row('lease_until', '<=', now())]))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async swept(cloud, slot) {
      await db
        .updateTable('fleet_sweeps')
        .set({ done_slot: slot, lease_owner: null, lease_until: null })
        .where('cloud', '=', cloud)
        .where('lease_owner', '=', owner)
        .execute();
    },

    async digest({ cloud, channel, slot }, leaseMs) {
      const row = { cloud, channel, slot, ...lease(leaseMs), message: null };
      const first = await db
        .insertInto('digests')
        .values(row)
        .onConflict((conflict) => conflict.columns(['cloud', 'channel', 'slot']).doNothing())
        .executeTakeFirst();
      if (first.numInsertedOrUpdatedRows === 1n) return { kind: 'taken', doubted: false };
      const { numUpdatedRows } = await db
        .updateTable('digests')
        .set(lease(leaseMs))
        .where('cloud', '=', cloud)
        .where('channel', '=', channel)
        .where('slot', '=', slot)
        .where('message', 'is', null)
        .where('lease_until', '<=', now())
        .executeTakeFirst();
      return numUpdatedRows === 1n ? { kind: 'taken', doubted: true } : NOT_OURS;
    },

    async digested({ cloud, channel, slot }, message) {
      await db
        .updateTable('digests')
        .set({ message: JSON.stringify(message), lease_owner: null, lease_until: null })
        .where('cloud', '=', cloud)
        .where('channel', '=', channel)
        .where('slot', '=', slot)
        .execute();
    },

    async prune(before) {
      await db.deleteFrom('digests').where('slot', '<', before).execute();
    },
  };
}
