import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { verifyJournal } from '../src/audit/verify.ts';
import { type Approval, type ApprovalEvent, decide, isFinal } from '../src/core/approval.ts';
import type { AuditEntry } from '../src/core/audit-entry.ts';
import { openStore } from '../src/store/open-store.ts';
import { member } from './support/acting.ts';
import { DATABASES } from './support/databases.ts';
import { createArena, type Outcome } from './support/interleaving.ts';
import { scenario } from './support/scenario.ts';

/**
 * Several people click at the same moment, Slack delivers a click again to another replica, processes die between any
 * two steps, clocks differ and leap, the cloud is sick and somebody else works in it. In which order the steps are taken
 * is chosen at random; on PostgreSQL several of them run at once in the server.
 */
const RUNS = {
  sqlite: Number(process.env['INTERLEAVINGS'] ?? 1_000),
  // Each of its steps is a dozen answers of a server.
  postgres: Number(process.env['INTERLEAVINGS'] ?? 200),
} as const;

const EVERYBODY = { users: ['U1', 'U2', 'U3', 'U4', 'U9'], groups: [] };

describe.each(DATABASES)('interleavings on $name', ({ kind, missing, create }) => {
  test.skipIf(missing)(
    `${RUNS[kind]} of them: each approval has at most one execution, with its record before it and an end`,
    { timeout: 1_500_000 },
    async () => {
      const database = await create();
      const stores = [await openStore(database.options), await openStore(database.options)] as const;
      // Nothing here loses its power.
      if (kind === 'sqlite') for (const { db } of stores) await sql`pragma synchronous = off`.execute(db);
      const arena = createArena(stores, kind === 'postgres' ? 3 : 1);
      const met = {
        states: new Map<string, number>(),
        effects: 0,
        crashes: 0,
        refusals: new Map<string, number>(),
      };
      try {
        await fc.assert(
          fc.asyncProperty(scenario, async (one) => {
            const outcome = await arena.play(one);
            holds(outcome);
            met.effects += outcome.effects.length;
            met.crashes += outcome.crashed;
            for (const { state } of outcome.approvals) count(met.states, state);
            for (const { code } of outcome.refusals) count(met.refusals, code);
          }),
          { numRuns: RUNS[kind], endOnFailure: process.env['SHRINK'] === undefined },
        );
        expect(await verifyJournal(stores[0])).toMatchObject({ intact: true });
        // Whoever changes the scenarios sees that they still meet everything.
        if (process.env['TELL']) console.log(kind, arena.runs(), met);
        // A smaller number of them need not.
        if (RUNS[kind] < 400) return;
        for (const state of [
          'succeeded',
          'failed',
          'unconfirmed',
          'not-run',
          'declined',
          'withdrawn',
          'expired',
        ]) {
          expect(met.states.get(state) ?? 0, state).toBeGreaterThan(0);
        }
        for (const code of ['taken', 'already-decided', 'frozen', 'own-request', 'guest', 'already-asked']) {
          expect(met.refusals.get(code) ?? 0, code).toBeGreaterThan(0);
        }
        expect(met.effects).toBeGreaterThan(RUNS[kind] / 10);
      } finally {
        await Promise.all(stores.map((store) => store.close()));
        await database.drop();
      }
    },
  );
});

function count(all: Map<string, number>, key: string): void {
  all.set(key, (all.get(key) ?? 0) + 1);
}

function holds({ approvals, entries, effects, refusals }: Outcome): void {
  for (const approval of approvals) {
    const own = entries.filter((entry) => entry.approval === approval.id && entry.kind !== 'refused');
    const done = effects.filter(({ tag }) => tag === approval.params['tag']);
    // Every one ends, and every one that has begun in a stated outcome.
    expect(isFinal(approval.state)).toBe(true);
    const started = own.filter(({ kind }) => kind === 'started');
    expect(started).toHaveLength(approval.started_at === null ? 0 : 1);
    const last = own.filter(({ code }) => code !== 'late').at(-1);
    if (started.length > 0) expect(['finished', 'not-run']).toContain(last?.kind);
    // Each call at most once, with its record before it, and with enough people behind it.
    expect(new Set(done.map(({ call }) => call)).size).toBe(done.length);
    for (const effect of done) expect(effect.started).toBe(1);
    if (done.length > 0) {
      const agreed = new Set(own.filter(({ kind }) => kind === 'approved').map(({ actor }) => actor));
      expect(agreed.has(approval.requester)).toBe(false);
      expect(agreed.size).toBeGreaterThanOrEqual(approval.needs);
      expect(['succeeded', 'failed', 'unconfirmed']).toContain(approval.state);
    }
    expect(replayed(approval, own)).toMatchObject({
      state: approval.state,
      votes: approval.votes,
      started_at: approval.started_at,
      ended_at: approval.ended_at,
    });
  }
  // An effect belongs to an approval, an offer to at most one.
  const tags = approvals.map(({ params }) => params['tag']);
  expect(new Set(tags).size).toBe(tags.length);
  for (const { tag } of effects) expect(tags).toContain(tag);
  oneAtATime(entries);
  nothingWhileFrozen(entries);
  // Of one person more than ten within a minute are only counted.
  const recorded = entries.filter(({ kind }) => kind === 'refused').length;
  expect(recorded).toBeGreaterThanOrEqual(Math.min(refusals.length, 10));
}

/** What `decide` makes of the journal's entries, one after the other: the record must say the same. */
function replayed(approval: Approval, entries: readonly AuditEntry[]): Approval {
  const { needs } = approval;
  const first = entries[0];
  expect(first?.kind).toBe('requested');
  let model: Approval = {
    ...approval,
    state: needs === 0 ? 'approved' : 'waiting',
    ...{ version: 1, votes: [], started_at: null, verify_until: null, ended_at: null, results: [] },
  };
  for (const entry of entries.slice(1)) {
    for (const event of eventsOf(entry, model)) {
      // When it was taken up the journal does not say; it was before it expired.
      const decision = decide(model, event, event.kind === 'claim' ? approval.requested_at : entry.at);
      if (decision.kind === 'refused')
        throw new Error(`${entry.kind} after ${model.state}: ${decision.code}`);
      model = decision.approval;
    }
  }
  return model;
}

function eventsOf(entry: AuditEntry, { state }: Approval): readonly ApprovalEvent[] {
  const by = member(entry.actor ?? '');
  const { code, words, results, after, calls, before } = entry;
  const claim = state === 'approved' ? ([{ kind: 'claim' }] as const) : [];
  switch (entry.kind) {
    case 'approved':
      return [{ kind: 'approve', by, allowed: EVERYBODY }];
    case 'declined':
      return [{ kind: 'decline', by, allowed: EVERYBODY, reason: words }];
    case 'withdrawn':
      return [{ kind: 'withdraw', by }];
    case 'expired':
      return [{ kind: 'expire' }];
    case 'started':
      return [...claim, { kind: 'start', seen: before ?? {}, calls, verify_until: entry.at }];
    case 'not-run':
      return [...claim, { kind: 'refuse', code: code ?? '', words, after, results }];
    case 'sent':
    case 'taken-over':
      return code === 'late' ? [] : [{ kind: 'sent', results, verify_until: entry.at }];
    case 'finished':
      return [{ kind: 'finish', outcome: outcomeOf(code), words, after }];
    default:
      throw new Error(`an entry of the kind ${entry.kind}`);
  }
}

function outcomeOf(code: string | null): 'succeeded' | 'failed' | 'unconfirmed' {
  if (code === 'succeeded' || code === 'failed' || code === 'unconfirmed') return code;
  throw new Error(`finished as ${code}`);
}

/** Of one target nothing begins before the last has ended. */
function oneAtATime(entries: readonly AuditEntry[]): void {
  const running = new Map<string, string>();
  for (const { kind, target, approval } of entries) {
    if (target === null || approval === null) continue;
    if (kind === 'started') {
      expect(running.get(target)).toBeUndefined();
      running.set(target, approval);
    }
    if ((kind === 'finished' || kind === 'not-run') && running.get(target) === approval)
      running.delete(target);
  }
  expect([...running]).toEqual([]);
}

function nothingWhileFrozen(entries: readonly AuditEntry[]): void {
  let frozen = false;
  for (const { kind } of entries) {
    if (kind === 'frozen') frozen = true;
    if (kind === 'thawed') frozen = false;
    if (kind === 'started' || kind === 'requested' || kind === 'approved') expect(frozen).toBe(false);
  }
}
