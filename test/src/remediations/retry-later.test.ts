import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../src/core/errors.ts';
import retryLater from '../../../src/remediations/retry-later.ts';
import { minutesAgo } from '../../support/facts.ts';
import {
  CONDUCTORS,
  DEAD_LOCK,
  followed,
  freshOf,
  goOf,
  HELD,
  NODE,
  refusalOf,
} from '../../support/fresh.ts';

const params = { node: NODE };
const locked = {
  node: { reservation: 'conductor-1', provision_state: 'verifying', provision_updated_at: minutesAgo(2) },
  conductors: CONDUCTORS,
};

it('waits for a lock and sends nothing, whatever happens meanwhile', async () => {
  const go = await goOf(retryLater, params, locked);
  expect(go).toMatchObject({ calls: [], watched: [], becomes: 'free of the lock of conductor-1' });
});

it("touches nobody's hold, so it may wait there, too", async () => {
  const node = { ...locked.node, ...HELD };
  expect((await goOf(retryLater, params, { ...locked, node })).kind).toBe('go');
});

describe('is refused', () => {
  it('where nothing is locked', async () => {
    expect((await refusalOf(retryLater, params, { node: {} })).code).toBe('already-so');
  });
  it('where the lock never ends', async () => {
    expect((await refusalOf(retryLater, params, DEAD_LOCK)).code).toBe('dead-holder');
  });
  it('for what is gone or unreadable', async () => {
    expect((await refusalOf(retryLater, params, { node: null })).code).toBe('gone');
    await expect(retryLater.judge(params, freshOf({ node: locked.node }))).rejects.toThrow(ServiceError);
  });
});

it('names the holder until the lock is free', async () => {
  const follow = (parts: object) => followed(retryLater, params, locked, parts);
  expect(await follow(locked)).toMatchObject({
    kind: 'going',
    words: 'Locked by conductor-1: verifying, for 2 min.',
  });
  expect(await follow({ node: {} })).toMatchObject({ kind: 'done' });
  expect(await follow(DEAD_LOCK)).toMatchObject({
    kind: 'failed',
    words: expect.stringContaining('conductor-2'),
  });
  expect(await follow({ node: null })).toMatchObject({ kind: 'failed' });
});
