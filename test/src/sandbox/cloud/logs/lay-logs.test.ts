import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { osloEntry } from '../../../../../src/sandbox/cloud/logs/oslo.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../../src/sandbox/cloud/server.ts';
import { noon } from '../client.ts';

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon });
});
afterAll(() => cloud.close());

/** Of one node or server, oldest first. */
function written(name: string): readonly string[] {
  const { nodes, servers, log } = cloud.state;
  const id = nodes.find((one) => one.name === name)?.uuid ?? servers.find((one) => one.name === name)?.id;
  if (!id) throw new Error(`nobody is called ${name}`);
  return log
    .toSorted((a, b) => a.at - b.at)
    .map(osloEntry)
    .filter((text) => text.includes(id));
}
const about = (name: string, words: RegExp) => written(name).filter((text) => words.test(text));

describe('the logs of the simulated services', () => {
  it('tell how a deploy began, why it failed, and that it did', () => {
    const words = [
      'moved to .* "deploying" from',
      'No space left on device',
      'moved to .* "deploy failed" from',
    ];
    const places = words.map((one) => written('bm-a16').findIndex((text) => new RegExp(one, 's').test(text)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(
      about('bm-a16', /ERROR ironic\.conductor\.utils .* Error while preparing to deploy to node/),
    ).toHaveLength(1);
  });

  it('have a traceback where the conductor writes one', () => {
    expect(about('bm-h01', /Traceback \(most recent call last\):[\s\S]*OSError: \[Errno 28\]/)).toHaveLength(
      1,
    );
    expect(about('bm-a15', /Traceback/)).toEqual([]);
  });

  it('fail a node first and tell why afterwards where a time-out ended its cleaning', () => {
    const [failed, told] = ['"clean failed" from state "clean wait"', 'Cleaning for node .* failed'].map(
      (one) => written('bm-a12').findIndex((text) => new RegExp(one).test(text)),
    );
    expect(failed).toBeGreaterThan(0);
    expect(told).toBeGreaterThan(failed ?? 0);
  });

  it('count the attempts of a BMC that is given up on, with what ipmitool printed', () => {
    expect(about('bm-a05', /WARNING .* attempt \d of 3\./)).toHaveLength(3);
    expect(
      about('bm-a05', /WARNING .*ipmitool .*IPMI power status failed[\s\S]*RMCP\+ session/),
    ).toHaveLength(4);
    expect(about('bm-a05', /ERROR ironic\.conductor\.manager .*max retries exceeded/)).toHaveLength(1);
  });

  it('name the filter that removed the last host, or that Placement had none', () => {
    expect(
      about('legacy-01', /INFO nova\.filters .*ComputeCapabilitiesFilter: \(start: 1, end: 0\)/),
    ).toHaveLength(1);
    expect(about('edge-01', /INFO nova\.filters .*'ComputeFilter: \(start: 1, end: 0\)'\]/)).toHaveLength(1);
    expect(about('train-01', /INFO nova\.scheduler\.manager .*Got no allocation candidates/)).toHaveLength(1);
  });

  it('hold nothing about nodes that are well but what is harmless', () => {
    for (const name of ['bm-a01', 'bm-a02']) {
      expect(written(name).length).toBeGreaterThan(0);
      expect(about(name, / (?:ERROR|CRITICAL) /)).toEqual([]);
    }
    const retried = cloud.state.log.filter(({ text }) => text.startsWith('IPMI Error encountered, retrying'));
    expect(retried.length).toBeGreaterThan(5);
  });

  it('were all written before now', () => {
    expect(cloud.state.log.filter(({ at }) => at > noon.getTime())).toEqual([]);
  });
});
