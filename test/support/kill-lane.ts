import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Effect } from '../../src/sandbox/cloud/listener.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';

export interface Lane {
  readonly cloud: SimulatedCloud;
  readonly file: string;
  /** Nodes on which something was done before "started" stood in the journal. */
  readonly unrecorded: readonly string[];
  /**
   * A process that is told to act on two nodes more, killed after so many milliseconds or at so many boundaries; or
   * neither, then it ends when nothing is left.
   */
  run(death: Death | 'none'): Promise<Run>;
  close(): Promise<void>;
}

export type Death = { readonly ms: number } | { readonly boundary: number };
export interface Run {
  readonly killed: boolean;
  /** Boundaries between steps that there were, of one that was not killed. */
  readonly boundaries: number;
  /** Milliseconds from the first word to the end. */
  readonly ms: number;
}

const CHILD = join(import.meta.dirname, 'kill-child.ts');
/** Longer than a lease, and than what a process lives on its own clock. */
const LATER_MS = 300_000;
/** Longer than anybody may wait for an approval. */
const EXPIRED_MS = 2_100_000;

/** A simulated Ironic and a SQLite file, for one process after the other. */
export async function openLane(folder: string, most: number): Promise<Lane> {
  const file = join(folder, 'store.sqlite');
  const unrecorded: string[] = [];
  const wishes: string[] = [];
  let late = 0;
  const cloud = await startSimulatedCloud({
    standalone: 'none',
    scenarios: [
      {
        name: 'much-to-do',
        expect: { subject: 'none', causes: [], title: '' },
        build(site) {
          for (let at = 0; at < most; at += 1) {
            const stuck = site.node({
              name: `stuck-${at}`,
              provision_state: 'clean failed',
              power_state: 'power on',
            });
            const waits = site.node({
              name: `waits-${at}`,
              provision_state: 'clean wait',
              target_provision_state: 'available',
              power_state: 'power on',
            });
            waits.hidden.ramdisk = 'silent';
            wishes.push(`manage ${stuck.uuid}`, `abort ${waits.uuid}`);
          }
        },
      },
    ],
  });
  // Whether it was recorded before is seen at the very moment.
  const keep = Array.prototype.push;
  Object.assign(cloud.effects, {
    push(this: Effect[], effect: Effect) {
      const node = effect.path.split('/')[3] ?? '';
      if (!hasStarted(file, node)) unrecorded.push(node);
      return keep.call(this, effect);
    },
  });

  return {
    cloud,
    file,
    unrecorded,
    async run(death) {
      const later = death === 'none' ? EXPIRED_MS : LATER_MS;
      late += later;
      cloud.advance(later);
      const wanted = death === 'none' ? [] : wishes.splice(0, 2);
      const boundary = death !== 'none' && 'boundary' in death ? death.boundary : 0;
      const child = spawn(
        process.execPath,
        [CHILD, file, cloud.urls.ironic, String(late), String(boundary), ...wanted],
        // Most of such a short life would be compiling.
        {
          stdio: ['pipe', 'pipe', 'inherit'],
          env: { ...process.env, NODE_COMPILE_CACHE: join(folder, '..', 'cache') },
        },
      );
      return await watch(child, death);
    },
    close: () => cloud.close(),
  };
}

async function watch(child: ChildProcess, death: Death | 'none'): Promise<Run> {
  const { promise, resolve } = Promise.withResolvers<Run>();
  let ready = 0;
  let boundaries = 0;
  let timer: NodeJS.Timeout | undefined;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('ready')) {
      ready = performance.now();
      if (death !== 'none' && 'ms' in death) timer = setTimeout(() => child.kill('SIGKILL'), death.ms);
    }
    const done = /done (\d+)/.exec(text);
    if (!done) return;
    boundaries = Number(done[1]);
    // Nothing is left to be killed in the middle of.
    child.stdin?.end();
  });
  child.on('exit', (_, signal) => {
    clearTimeout(timer);
    resolve({ killed: signal === 'SIGKILL', boundaries, ms: performance.now() - ready });
  });
  return await promise;
}

function hasStarted(file: string, node: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const row = database.prepare("select 1 from journal where kind = 'started' and node = ?").get(node);
    return row !== undefined;
  } finally {
    database.close();
  }
}
