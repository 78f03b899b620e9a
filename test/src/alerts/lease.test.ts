import { afterEach, beforeEach, expect, test } from 'vitest';
import { LEASE_MS, withLease } from '../../../src/alerts/lease.ts';
import { createRepository, type Repository } from '../../../src/alerts/repository.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';

let store: Store;
let repository: Repository;
const clock = { at: Date.parse('2026-11-30T03:14:00.000Z') };
const now = () => new Date(clock.at);
beforeEach(async () => {
  store = await openStore({ file: ':memory:' });
  repository = createRepository(store, now);
});
afterEach(() => store.close());

const waits = (_: number, signal?: AbortSignal) =>
  new Promise<void>((done) => {
    if (signal?.aborted) done();
    else signal?.addEventListener('abort', () => done());
  });
const as = (owner: string, sleep = waits) => ({ repository, now, owner, sleep });
async function tries(owner: string): Promise<boolean> {
  let ran = false;
  await withLease(as(owner), 'fleet prod', async () => {
    ran = true;
  });
  return ran;
}

test('one at a time, and the next when it has ended', async () => {
  await withLease(as('a'), 'fleet prod', async () => {
    expect(await tries('b')).toBe(false);
  });
  expect(await tries('b')).toBe(true);
});

test('nobody for as long as is asked for afterwards', async () => {
  await withLease(as('a'), 'fleet prod', async (held) => {
    held.rest = 15_000;
  });
  clock.at += 14_999;
  expect([await tries('a'), await tries('b')]).toEqual([false, false]);
  clock.at += 1;
  expect(await tries('b')).toBe(true);
});

test('who dies is followed when the lease is over, and hears so', async () => {
  await withLease(as('a'), 'fleet prod', async ({ renew }) => {
    clock.at += LEASE_MS;
    expect(await tries('b')).toBe(true);
    expect(await renew()).toBe(true);
    clock.at += LEASE_MS;
    await withLease(as('b'), 'fleet prod', async () => {
      expect(await renew()).toBe(false);
    });
  });
});

test('what takes long keeps it', async () => {
  let woken = 0;
  const sleep = async (ms: number, signal?: AbortSignal) => {
    woken += 1;
    if (woken > 9) return await waits(ms, signal);
    clock.at += ms;
    await new Promise((go) => setImmediate(go));
  };
  await withLease(as('a', sleep), 'fleet prod', async () => {
    while (woken <= 9) await new Promise((go) => setImmediate(go));
    expect(await tries('b')).toBe(false);
  });
});

test('what breaks gives it back', async () => {
  const broken = withLease(as('a'), 'fleet prod', async () => {
    throw new Error('x');
  });
  await expect(broken).rejects.toThrow('x');
  expect(await tries('b')).toBe(true);
});
