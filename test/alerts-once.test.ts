import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { firingSubjects } from '../src/alerts/kept.ts';
import type { Story } from '../src/core/alert-story.ts';
import { openStore } from '../src/store/open-store.ts';
import { type AlertOutcome, createAlertArena } from './support/alert-interleaving.ts';
import { alertScenario } from './support/alert-scenario.ts';
import { DATABASES } from './support/databases.ts';

/**
 * Messages are posted, edited and deleted, and what is told of them comes late, twice, and in another order; two replicas
 * hear it, look and draw; processes die between any two steps, Slack refuses and loses answers, the cloud is sick, and the
 * clock leaps. In which order the steps are taken is chosen at random.
 */
const RUNS = {
  sqlite: Number(process.env['INTERLEAVINGS'] ?? 100),
  // Each of its steps is a dozen answers of a server.
  postgres: Number(process.env['INTERLEAVINGS'] ?? 20),
} as const;

describe.each(DATABASES)('alerts on $name', ({ kind, missing, create }) => {
  test.skipIf(missing)(
    `${RUNS[kind]} interleavings: each is told once, by whoever is left, and none is lost`,
    { timeout: 3_000_000 },
    async () => {
      const database = await create();
      const stores = [await openStore(database.options), await openStore(database.options)] as const;
      // Nothing here loses its power.
      if (kind === 'sqlite') for (const { db } of stores) await sql`pragma synchronous = off`.execute(db);
      const arena = createAlertArena(stores, kind === 'postgres' ? 3 : 1);
      const met = { crashes: 0, posts: 0, edits: 0, storms: 0, states: new Map<string, number>() };
      try {
        await fc.assert(
          fc.asyncProperty(alertScenario, async (one) => {
            const outcome = await arena.play(one);
            holds(outcome);
            met.crashes += outcome.crashed;
            met.storms += outcome.storms.length;
            for (const { edits } of outcome.shown) {
              met.posts += 1;
              met.edits += edits;
            }
            for (const { what } of outcome.stories)
              met.states.set(what.state, (met.states.get(what.state) ?? 0) + 1);
          }),
          { numRuns: RUNS[kind], endOnFailure: process.env['SHRINK'] === undefined },
        );
        if (process.env['TELL']) console.log(kind, arena.runs(), met);
        // Whoever changes the scenarios sees that they still meet everything; a smaller number of them need not.
        if (RUNS[kind] < 100) return;
        for (const state of ['answered', 'resolved', 'gone'])
          expect(met.states.get(state), state).toBeGreaterThan(0);
        expect(Math.min(met.crashes, met.storms, met.posts, met.edits)).toBeGreaterThan(RUNS[kind] / 10);
      } finally {
        await Promise.all(stores.map((store) => store.close()));
        await database.drop();
      }
    },
  );
});

function holds(outcome: AlertOutcome): void {
  const { stories, storms, shown } = outcome;
  // A message has one story, a story one annotation, a storm one message; and Slack shows the newest of each.
  expectUnique(stories.map(({ what }) => what.alert));
  expectUnique(shown.map(({ mark }) => mark));
  expect(storms.filter(({ what }) => what.closed_at === null).length).toBeLessThanOrEqual(1);
  const marks = new Map(shown.map((one) => [one.mark, one]));
  for (const [kind, all] of [
    ['story', stories],
    ['storm', storms],
  ] as const) {
    for (const { what, drawn, message } of all) {
      expect(drawn).toBe(what.version);
      const seen = marks.get(`${kind} ${what.id}`);
      if (seen) expect([seen.what.version, seen.at]).toEqual([what.version, message]);
      // What is over before anything was said need not be said.
      else expect(what.closed_at).not.toBeNull();
      marks.delete(`${kind} ${what.id}`);
    }
  }
  expect([...marks.keys()]).toEqual([]);
  // It goes on as long as something of it does.
  for (const { what } of storms) {
    const firing = stories.filter((one) => one.what.storm?.id === what.id && one.what.closed_at === null);
    expect([what.closed_at === null, what.alerts.firing > 0]).toEqual([firing.length > 0, firing.length > 0]);
    expect(what.waiting).toBe(0);
  }
  alertsAre(outcome);
  for (const { what } of stories) {
    expect(what.state).toBe(stateOf(what));
    // What began to fire while others were looked at has been looked at, too.
    const found = new Set(what.findings.map(({ subject }) => subject.id));
    if (what.closed_at === null) expect(firingSubjects(what).filter(({ id }) => !found.has(id))).toEqual([]);
  }
}

/** Whatever was said last of an alert is so: it is told in one open story while it fires, and in none when it is over. */
function alertsAre({ tellings, stories, open }: AlertOutcome): void {
  const last = new Map<string, { readonly told: number; readonly fires: boolean }>();
  const deleted = new Set(
    tellings.filter(({ event }) => event.kind === 'deleted').map(({ event }) => event.ts),
  );
  const blurred = new Set<string>();
  for (const { event, says } of tellings) {
    const told = Number(event.kind === 'edited' ? event.revised : event.ts);
    for (const [key, status] of says) {
      // Who heard of it from a message that is gone knows no more.
      if (deleted.has(event.ts)) blurred.add(key);
      if (told >= (last.get(key)?.told ?? 0)) last.set(key, { told, fires: status !== 'resolved' });
    }
  }
  for (const [key, { fires }] of last) {
    const telling = stories.filter(({ what }) => what.closed_at === null && isTold(what, key));
    if (!fires) expect([key, telling.length, open.has(key)]).toEqual([key, 0, false]);
    else if (blurred.has(key)) expect(telling.length).toBeLessThanOrEqual(1);
    else expect([key, telling.length, open.has(key)]).toEqual([key, 1, true]);
  }
}

const isTold = ({ alerts }: Story, key: string) =>
  alerts.some((one) => one.key === key && one.status !== 'resolved');

function stateOf({ state, closed_at, alerts }: Story): Story['state'] {
  if (state === 'gone') return 'gone';
  const fires = alerts.some(({ status }) => status !== 'resolved');
  expect(closed_at === null).toBe(fires);
  return fires ? 'answered' : 'resolved';
}

function expectUnique(all: readonly unknown[]): void {
  expect(all).toEqual([...new Set(all)]);
}
