import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFleetWatch } from '../../src/fleet-watch.ts';
import { createLog } from '../../src/log.ts';
import { createCloud } from '../../src/openstack/cloud.ts';
import { loadClouds } from '../../src/openstack/clouds-yaml.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../src/sandbox/cloud/server.ts';

let simulated: SimulatedCloud;
beforeEach(async () => {
  simulated = await startSimulatedCloud();
});
afterEach(() => simulated.close());

let late: number;
function watchFor(
  clouds: readonly string[] = ['demo'],
  sleep = async (_: number): Promise<void> => undefined,
  addresses: Readonly<Record<string, SimulatedCloud>> = {},
) {
  const cloud = (name: string) => {
    const env = { ...(addresses[name] ?? simulated).env, OS_CLOUD_NAME: 'demo' };
    const loaded = loadClouds({ env, readFile: () => undefined, home: '/', cwd: '/' });
    return createCloud({ ...loaded.config('demo'), name });
  };
  late = 0;
  const onLate = () => {
    late += 1;
  };
  const log = createLog({ level: 'silent', destination: 2 });
  return createFleetWatch({ clouds, cloud, domains: [], log, onLate, sleep });
}

const naming = (value: string) => ({ labels: [{ name: 'node', value }], texts: [], links: [] });
const nodeIn = (watch: ReturnType<typeof watchFor>, name: string) =>
  watch
    .current()
    ?.mentionsIn(naming(name) as never, 'node')
    .certain.map((one) => one.name);
const someNode = () => simulated.state.nodes.find(({ name }) => name === 'bm-a13') ?? expect.fail();

describe('what alerts may name', () => {
  it('is unknown until it was read, then nodes by name, address and MAC', async () => {
    const watch = watchFor();
    expect(watch.current()).toBeUndefined();
    await watch.refresh();
    const port = simulated.state.ports.find(({ node_uuid }) => node_uuid === someNode().uuid);
    expect(nodeIn(watch, 'bm-a13')).toEqual(['bm-a13']);
    expect(nodeIn(watch, port?.address ?? '')).toEqual(['bm-a13']);
  });

  it('is read once for all who ask meanwhile', async () => {
    const watch = watchFor();
    await Promise.all([watch.refresh(), watch.refresh(), watch.refresh()]);
    const pages = simulated.requests.filter(({ path }) => path.includes('/v1/nodes'));
    expect(pages.length).toBeLessThanOrEqual(2);
  });

  it.each(['nova', 'ironic'] as const)('stays as it was where %s is away', async (service) => {
    const watch = watchFor();
    await watch.refresh();
    const before = watch.current()?.size;
    simulated.faults.down(service);
    await watch.refresh().catch(() => undefined);
    expect(watch.current()?.size).toBe(before);
    expect(nodeIn(watch, 'bm-a13')).toEqual(['bm-a13']);
  });

  it('is one node, of the cloud that stands first, where two entries lead to it', async () => {
    const watch = watchFor(['demo', 'demo-again']);
    await watch.refresh();
    const { certain, asked } =
      watch.current()?.mentionsIn(naming('bm-a13') as never, 'node') ?? expect.fail();
    expect([certain.map(({ cloud }) => cloud), asked]).toEqual([['demo'], []]);
  });

  it('is read again after 30 seconds where it could not be read, else after five minutes', async () => {
    const pauses: number[] = [];
    const { promise: twice, resolve } = Promise.withResolvers<void>();
    const watch = watchFor(['demo'], async (ms) => {
      pauses.push(ms);
      simulated.faults.heal();
      if (pauses.length > 1) resolve();
      if (pauses.length > 1) await new Promise(() => undefined);
    });
    simulated.faults.down('ironic');
    watch.start();
    await twice;
    expect(pauses).toEqual([30_000, 300_000]);
  });

  it('tells when a cloud is known that was not when the others were, once', async () => {
    const other = await startSimulatedCloud();
    const watch = watchFor(['demo', 'other'], undefined, { other });
    other.faults.down('ironic');
    await expect(watch.refresh()).rejects.toThrow('The nodes of other could not be read');
    expect(watch.current()).toBeDefined();
    expect(late).toBe(0);
    other.faults.heal();
    await watch.refresh();
    expect(late).toBe(1);
    other.faults.down('ironic');
    await watch.refresh().catch(() => undefined);
    other.faults.heal();
    await watch.refresh();
    expect(late).toBe(1);
    await other.close();
  });

  it('tells of nothing that nobody could have asked for before', async () => {
    const watch = watchFor();
    simulated.faults.down('ironic');
    await watch.refresh().catch(() => undefined);
    simulated.faults.heal();
    await watch.refresh();
    expect([late, watch.current() !== undefined]).toEqual([0, true]);
  });

  it('says which cloud could not be read, and knows the rest', async () => {
    const watch = watchFor();
    simulated.faults.down('ironic');
    await expect(watch.refresh()).rejects.toThrow('The nodes of demo could not be read');
    expect(watch.current()).toBeUndefined();
  });
});
