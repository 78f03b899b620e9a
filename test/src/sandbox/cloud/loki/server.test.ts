import { afterEach, describe, expect, it } from 'vitest';
import { type SimulatedLoki, startLoki } from '../../../../../src/sandbox/cloud/loki/server.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import { noon } from '../client.ts';

const open: (SimulatedCloud | SimulatedLoki)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('the Loki', () => {
  it('answers where Loki does, and to its tenant alone', async () => {
    const loki = await startLoki(() => [], { tenant: 'prod' });
    open.push(loki);
    expect((await fetch(`${loki.url}/ready`)).status).toBe(404);
    const address = `${loki.url}/loki/api/v1/query_range?query=%7Ba%3D%22b%22%7D%20%7C~%20%22c%22&start=1&end=2`;
    const stranger = await fetch(address);
    expect([stranger.status, await stranger.text()]).toEqual([401, 'no org id\n']);
    expect((await fetch(address, { headers: { 'x-scope-orgid': 'prod' } })).status).toBe(200);
    expect(loki.asked).toHaveLength(3);
  });

  it('stands beside the cloud where it is wanted, is no service of it, and tells what has been written by now', async () => {
    const cloud = await startSimulatedCloud({ clock: () => noon, loki: true, scenarios: [] });
    open.push(cloud);
    const line = { service: 'ironic-conductor', host: 'cond-1', level: 'INFO', logger: 'x' } as const;
    const entry = { ...line, context: '[-]', text: 'hello', traceback: [] };
    cloud.state.log.push({ ...entry, at: noon.getTime() - 1 }, { ...entry, at: noon.getTime() + 60_000 });
    const query = new URLSearchParams({
      query: `${cloud.loki?.selector} |~ "hello"`,
      end: String(BigInt(noon.getTime() + 90_000) * 1_000_000n),
    });
    query.set('start', String(BigInt(noon.getTime() - 90_000) * 1_000_000n));
    const count = async () => {
      const answer = await fetch(`${cloud.loki?.url}/loki/api/v1/query_range?${query}`);
      const { data } = (await answer.json()) as { data: { result: { values: unknown[] }[] } };
      return data.result.flatMap(({ values }) => values).length;
    };
    expect(await count()).toBe(1);
    cloud.advance(60_000);
    expect(await count()).toBe(2);
    expect([...cloud.requests]).toEqual([]);

    const without = await startSimulatedCloud({ clock: () => noon, scenarios: [] });
    open.push(without);
    expect(without.loki).toBeUndefined();
  });
});
