import { describe, expect, it } from 'vitest';
import type { FleetReading } from '../../../src/core/fleet-report.ts';
import { createReadings } from '../../../src/fleet/readings.ts';
import { reportWith } from '../../support/fleet.ts';

function world() {
  let now = 0;
  const passes: { cloud: string; signal: AbortSignal; end: PromiseWithResolvers<FleetReading> }[] = [];
  const readings = createReadings({
    read(cloud, signal) {
      const end = Promise.withResolvers<FleetReading>();
      passes.push({ cloud, signal, end });
      return end.promise;
    },
    clock: () => new Date(now),
    freshMs: 60_000,
  });
  const reading: FleetReading = { report: () => reportWith([]), among: () => reportWith([]) };
  return {
    readings,
    passes,
    finish: (place: number) => passes[place]?.end.resolve(reading),
    later: (ms: number) => {
      now += ms;
    },
  };
}

describe('passes over a fleet', () => {
  it('are made anew for who has to see what happened a moment ago', async () => {
    const { readings, passes } = world();
    void readings.of('prod');
    void readings.of('prod', 0);
    expect(passes).toHaveLength(2);
  });

  it('are shared by all who ask while one runs, and for a minute after it began', async () => {
    const { readings, passes, finish, later } = world();
    const both = [readings.of('prod'), readings.of('prod')];
    expect(passes).toHaveLength(1);
    finish(0);
    const [one, two] = await Promise.all(both);
    expect(one).toBe(two);
    later(59_999);
    expect(await readings.of('prod')).toBe(one);
    later(1);
    void readings.of('prod');
    expect(passes).toHaveLength(2);
  });

  it('are each cloud’s own', () => {
    const { readings, passes } = world();
    void readings.of('prod');
    void readings.of('lab');
    expect(passes.map(({ cloud }) => cloud)).toEqual(['prod', 'lab']);
  });

  it('that failed are not kept: who asks next gets a new one', async () => {
    const { readings, passes } = world();
    const asked = readings.of('prod');
    passes[0]?.end.reject(new Error('Ironic is away'));
    await expect(asked).rejects.toThrow('Ironic is away');
    void readings.of('prod');
    expect(passes).toHaveLength(2);
  });

  it('end when the bot stops', () => {
    const { readings, passes } = world();
    void readings.of('prod');
    readings.stop();
    expect(passes[0]?.signal.aborted).toBe(true);
  });
});
