import { createActing } from '../../src/approvals/acting.ts';
import { ActingSchema } from '../../src/approvals/config.ts';
import { createRefusals } from '../../src/approvals/refusals.ts';
import { createRepository, type Repository } from '../../src/approvals/repository.ts';
import { createWorker } from '../../src/approvals/worker.ts';
import type { Sent } from '../../src/approvals/writer.ts';
import type { ApiCall } from '../../src/core/api-call.ts';
import type { Person } from '../../src/core/person.ts';
import { NodeSchema } from '../../src/openstack/ironic/schema.ts';
import abort from '../../src/remediations/abort.ts';
import manage from '../../src/remediations/manage.ts';
import { openStore } from '../../src/store/open-store.ts';
import { freshOfNodes } from './acting-cloud.ts';

/**
 * The acting half as a process of its own, to be killed: on a SQLite file, with a simulated Ironic without Keystone
 * behind HTTP. It asks for and approves what it is told to, works until nothing is left, says so, and waits for its end.
 */
const [file = '', ironic = '', late = '0', deadAt = '0', ...wanted] = process.argv.slice(2);

/** Boundaries between steps that have been passed; at `deadAt` of them this process is no more. */
let passed = 0;
function boundary(): void {
  passed += 1;
  if (passed === Number(deadAt)) process.kill(process.pid, 'SIGKILL');
}
async function step<T>(run: () => Promise<T>): Promise<T> {
  boundary();
  const value = await run();
  boundary();
  return value;
}
/** Each method of it is a step. */
function stepped<T extends object>(whole: T): T {
  return new Proxy(whole, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) => step(async () => Reflect.apply(member, target, args));
    },
  });
}

/** How many times as fast time passes as on a clock. */
const SPEED = 20;
const born = Date.now();
// Whatever lease the last one had is over by then: nobody waits for it.
const now = () => new Date(born + Number(late) + (Date.now() - born) * SPEED);
const headers = { 'X-OpenStack-Ironic-API-Version': '1.82', 'Content-Type': 'application/json' };

async function nodeOf(uuid: string) {
  const answer = await fetch(`${ironic}/v1/nodes/${uuid}`, { headers });
  return answer.status === 404 ? null : NodeSchema.parse(await answer.json());
}

async function send({ method, path, body }: ApiCall): Promise<Sent> {
  const told = async (): Promise<Sent['result']> => {
    try {
      const answer = await fetch(`${ironic}${path}`, { method, headers, body: JSON.stringify(body) });
      const { status } = answer;
      const words = status < 300 ? '' : await answer.text();
      const outcome = status < 300 ? 'accepted' : status < 500 ? 'refused' : 'unsure';
      const request_id = answer.headers.get('openstack-request-id') ?? undefined;
      return { status, request_id, at: now().toISOString(), outcome, words };
    } catch {
      return {
        status: undefined,
        request_id: undefined,
        at: now().toISOString(),
        outcome: 'unsure',
        words: 'no answer',
      };
    }
  };
  const result = await told();
  return { result, locked_by: undefined, passes: result.status === 409 };
}

const store = await openStore({ file });
const whole = createRepository(store, now);
const repository: Repository = { ...stepped(whole), ...turning(whole) };
/** Also inside a transaction, between any two of its statements. */
function turning({ turn }: Repository): Pick<Repository, 'turn'> {
  return { turn: (run) => step(() => turn((inner) => run({ ...stepped(inner), now: inner.now }))) };
}

let ids = 0;
const parts = {
  repository,
  config: ActingSchema.parse({
    writers: { demo: 'w' },
    request: { users: ['U1'] },
    approve: { users: ['U2'] },
    cool_down: 0,
    blast_radius: { raise_above: 10_000, refuse_above: 10_000 },
  }),
  remediations: new Map<string, typeof abort>([
    ['abort', abort],
    ['manage', manage],
  ]),
  fresh: () => ({
    ...freshOfNodes(now(), (uuid) => step(() => nodeOf(uuid))),
    ironicVersion: async () => '1.82',
  }),
  writer: () => (call: ApiCall) => step(() => send(call)),
  now,
  newId: () => {
    ids += 1;
    return `${process.pid}-${late}-${ids}`;
  },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  owner: `pid-${process.pid}`,
  sleep: (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms / SPEED);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};
const refusals = createRefusals(parts);
const worker = createWorker({ ...parts, refusals });
const acting = createActing({ ...parts, refusals, changed: worker.wake });

const person = (id: string): Person => ({ id, kind: 'member', groups: [] });
async function wants(verb: string, node: string): Promise<void> {
  const can = await acting.can(verb, [node], 'demo', person('U1'));
  if (can.kind !== 'can') return;
  const ask = () =>
    acting.request(
      can.offer.id,
      person('U1'),
      { reason: 'it hangs', ticket: null, typed: null },
      { channel: 'C1', thread: null },
    );
  // Slack delivers it twice.
  const answers = await Promise.all([ask(), ask()]);
  const asked = answers.find((answer) => answer.kind === 'requested');
  if (asked?.kind !== 'requested') return;
  const { id } = asked.approval;
  await Promise.all([acting.approve(id, person('U2')), acting.approve(id, person('U2'))]);
}

worker.start();
process.stdout.write('ready\n');
await Promise.all(wanted.map((one) => wants(...(one.split(' ') as [string, string]))));
while ((await whole.open()).length > 0) await parts.sleep(200);
process.stdout.write(`done ${passed}\n`);
// Whoever is not killed now is told to end.
process.stdin.resume().on('end', () => process.exit(0));
