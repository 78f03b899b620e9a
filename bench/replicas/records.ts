import { spawnSync } from 'node:child_process';
import { createRepository } from '../../src/approvals/repository.ts';
import type { Environment } from '../../src/config.ts';
import { isFinal } from '../../src/core/approval.ts';
import type { SimulatedCloud } from '../../src/sandbox/cloud/server.ts';
import { openStore } from '../../src/store/open-store.ts';

export interface Deeds {
  readonly approvals: Readonly<Record<string, number>>;
  readonly open: number;
  /** Nodes that were written to more than once. */
  readonly twice: readonly string[];
  /** Writes that no "started" stands for. */
  readonly unrecorded: readonly string[];
  /** Said to have succeeded, and nothing was written. */
  readonly without: readonly string[];
  /** Begun, and nothing was written: the process died in between, and it is never tried again. */
  readonly unsure: readonly string[];
  readonly taken_over: number;
  readonly entries: number;
}

/** What the records say was done, against what arrived at the cloud. */
export async function compare(url: string, cloud: SimulatedCloud): Promise<Deeds> {
  const store = await openStore({ url, readOnly: true });
  try {
    const repository = createRepository(store, () => new Date());
    const approvals = await repository.recent(100_000);
    const entries = await repository.audit({ limit: 1_000_000 });
    const written = cloud.effects.map(({ path }) => path.split('/')[3] ?? '');
    const nameOf = (uuid: string | undefined) =>
      cloud.state.nodes.find((one) => one.uuid === uuid)?.name ?? uuid ?? '';
    const isWritten = ({ node }: (typeof approvals)[number]) => written.includes(node?.uuid ?? '');
    const started = new Set(approvals.filter((one) => one.started_at !== null).map(({ node }) => node?.uuid));
    const names = (some: typeof approvals) => some.map(({ node }) => nameOf(node?.uuid));
    return {
      approvals: Object.fromEntries(
        [...Map.groupBy(approvals, ({ state }) => state)].map(([state, all]) => [state, all.length]),
      ),
      open: approvals.filter(({ state }) => !isFinal(state)).length,
      twice: [...new Set(written.filter((uuid, at) => written.indexOf(uuid) !== at))].map(nameOf),
      unrecorded: written.filter((uuid) => !started.has(uuid)).map(nameOf),
      without: names(approvals.filter((one) => one.state === 'succeeded' && !isWritten(one))),
      unsure: names(approvals.filter((one) => one.started_at !== null && !isWritten(one))),
      taken_over: entries.filter(({ kind }) => kind === 'taken-over').length,
      entries: entries.length,
    };
  } finally {
    await store.close();
  }
}

/** `npm run audit -- verify`, as an operator types it. @returns whether the journal is intact */
export function isIntact(env: Environment): boolean {
  const program = new URL('../../src/audit-terminal.ts', import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'verify'], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) console.error(stdout, stderr);
  return status === 0;
}
