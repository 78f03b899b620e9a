import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRepository } from '../src/approvals/repository.ts';
import { verifyJournal } from '../src/audit/verify.ts';
import { isFinal } from '../src/core/approval.ts';
import { openStore } from '../src/store/open-store.ts';
import { type Lane, openLane } from './support/kill-lane.ts';
import { createDice } from './support/stepper.ts';

/**
 * A process is killed at 200 points of the lives of approvals, half of them wherever it just is, half at a boundary
 * between two steps that was chosen, inside of transactions too. Then the next one takes up what it left.
 */
const KILLS = Number(process.env['KILLS'] ?? 200);
const LANES = 2;
/** A process that had nothing left when it was to be killed was no kill. */
const MOST_RUNS = KILLS * 2;

test(`killed ${KILLS} times: nothing is done twice, nothing without its record, and everything that began has an end`, {
  timeout: 1_500_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ironic-oncall-kill-'));
  try {
    const lanes = await Promise.all(
      Array.from({ length: LANES }, (_, at) => killed(join(folder, String(at)), KILLS / LANES, at)),
    );
    const sum = (of: (lane: Killed) => number) => lanes.reduce((all, lane) => all + of(lane), 0);
    expect(sum(({ kills }) => kills)).toBe(KILLS);
    // The kills were where something was to be broken.
    expect(sum(({ effects }) => effects)).toBeGreaterThan(KILLS / 10);
    expect(sum(({ takenOver }) => takenOver)).toBeGreaterThan(0);
    if (process.env['TELL']) console.log(lanes);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

interface Killed {
  readonly kills: number;
  /** What a life lasts that nobody ends. */
  readonly ms: number;
  readonly effects: number;
  readonly takenOver: number;
  readonly states: Readonly<Record<string, number>>;
}

async function killed(folder: string, kills: number, seed: number): Promise<Killed> {
  mkdirSync(folder);
  const dice = createDice(31_012_026 + seed);
  const lane = await openLane(folder, MOST_RUNS);
  try {
    // The first compiles, the second tells how long a life is.
    await lane.run({ ms: 60_000 });
    const { boundaries, ms } = await lane.run({ ms: 60_000 });
    expect(boundaries).toBeGreaterThan(50);
    let died = 0;
    for (let runs = 0; died < kills && runs < MOST_RUNS; runs += 1) {
      const death = runs % 2 === 0 ? { boundary: 1 + dice(boundaries) } : { ms: dice(Math.ceil(ms * 1.3)) };
      if ((await lane.run(death)).killed) died += 1;
    }
    // What was never approved expires, the rest is taken up.
    await lane.run('none');
    return { kills: died, ms: Math.round(ms), ...(await holds(lane)) };
  } finally {
    await lane.close();
  }
}

async function holds({ cloud, file, unrecorded }: Lane): Promise<Omit<Killed, 'kills' | 'ms'>> {
  const store = await openStore({ file });
  try {
    const repository = createRepository(store, () => new Date());
    expect(await verifyJournal(store)).toMatchObject({ intact: true });
    expect(await repository.open()).toEqual([]);
    const approvals = await repository.recent(10_000);
    const entries = (await repository.audit({ limit: 100_000 })).toReversed();

    // Nothing twice, and nothing without its record before it.
    const nodes = cloud.effects.map(({ path }) => path.split('/')[3] ?? '');
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(unrecorded).toEqual([]);
    const states: Record<string, number> = {};
    for (const approval of approvals) {
      states[approval.state] = (states[approval.state] ?? 0) + 1;
      expect(isFinal(approval.state)).toBe(true);
      const own = entries.filter((entry) => entry.approval === approval.id && entry.kind !== 'refused');
      const started = own.filter(({ kind }) => kind === 'started');
      expect(started).toHaveLength(approval.started_at === null ? 0 : 1);
      const done = nodes.includes(approval.node?.uuid ?? '');
      if (done) expect(['succeeded', 'failed', 'unconfirmed']).toContain(approval.state);
      if (started.length > 0)
        expect(['finished', 'not-run']).toContain(own.findLast(({ code }) => code !== 'late')?.kind);
      // Whoever was asked about a node was asked once.
      expect(approvals.filter(({ node }) => node?.uuid === approval.node?.uuid)).toHaveLength(1);
    }
    const takenOver = entries.filter(({ kind }) => kind === 'taken-over').length;
    return { effects: nodes.length, takenOver, states };
  } finally {
    await store.close();
  }
}
