import type { MessageAt } from '../core/approval.ts';
import type { SharedPicture } from '../core/last-sweep.ts';
import type { Store } from '../store/open-store.ts';
import { parsed } from '../store/parsed.ts';

export interface ClaimsOptions {
  readonly store: Pick<Store, 'db'>;
  readonly clock: () => Date;
  /** This process, and no other. */
  readonly owner: string;
}

/**
 * Taken: it is for this process to do. `before`: somebody took it before, and came at least so far: the message that they
 * posted, the picture that they were about to put below it.
 */
export type Claim = { readonly kind: 'taken'; readonly before: Begun | null } | { readonly kind: 'not-ours' };

export interface Begun {
  readonly message: MessageAt | null;
  readonly picture: SharedPicture | null;
}

/** Of all replicas one does a thing once in its slot; what a dead one left is taken over when its lease has run out. */
export interface Claims {
  /** True where the sweep of that slot is ours. */
  sweep(cloud: string, slot: string, leaseMs: number): Promise<boolean>;
  swept(cloud: string, slot: string): Promise<void>;
  digest(due: Due, leaseMs: number): Promise<Claim>;
  /** It is there, and its picture is next. False where it is not ours any more. */
  posted(due: Due, message: MessageAt, leaseMs: number): Promise<boolean>;
  /** That picture is about to be put below it. False where it is not ours any more: then it must not be. */
  sharing(due: Due, picture: SharedPicture): Promise<boolean>;
  /** Nothing is left to be done; `illustrated` where the picture is below it. */
  digested(due: Due, illustrated: boolean): Promise<void>;
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

  const rowOf = ({ cloud, channel, slot }: Due) =>
    db
      .updateTable('digests')
      .where('cloud', '=', cloud)
      .where('channel', '=', channel)
      .where('slot', '=', slot);

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

    async digest(due, leaseMs) {
      const row = { ...due, ...lease(leaseMs), message: null, picture: null };
      const first = await db
        .insertInto('digests')
        .values(row)
        .onConflict((conflict) => conflict.columns(['cloud', 'channel', 'slot']).doNothing())
        .executeTakeFirst();
      if (first.numInsertedOrUpdatedRows === 1n) return { kind: 'taken', before: null };
      const taken = await rowOf(due)
        .set(lease(leaseMs))
        .where('lease_until', '<=', now())
        .returning(['message', 'picture'])
        .executeTakeFirst();
      if (!taken) return NOT_OURS;
      const { message, picture } = taken;
      const what = 'a digest of';
      return {
        kind: 'taken',
        before: {
          message: message === null ? null : parsed<MessageAt>(what, due.cloud, message),
          picture: picture === null ? null : parsed<SharedPicture>(what, due.cloud, picture),
        },
      };
    },

    async posted(due, message, leaseMs) {
      const { numUpdatedRows } = await rowOf(due)
        .set({ ...lease(leaseMs), message: JSON.stringify(message) })
        .where('lease_owner', '=', owner)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async sharing(due, picture) {
      const { numUpdatedRows } = await rowOf(due)
        .set({ picture: JSON.stringify(picture) })
        .where('lease_owner', '=', owner)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async digested(due, illustrated) {
      await rowOf(due)
        .set({ lease_owner: null, lease_until: null, ...(illustrated ? {} : { picture: null }) })
        .where('lease_owner', '=', owner)
        .execute();
    },

    async prune(before) {
      await db.deleteFrom('digests').where('slot', '<', before).execute();
    },
  };
}
