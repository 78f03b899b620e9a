import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPlaybooks } from '../../../src/compose.ts';
import { loadConfig } from '../../../src/config.ts';
import type { FleetReading } from '../../../src/core/fleet-report.ts';
import type { Playbook } from '../../../src/core/playbook.ts';
import { createFleetPass } from '../../../src/diagnosis/fleet-pass.ts';
import { type Cloud, createCloud } from '../../../src/openstack/cloud.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../src/sandbox/cloud/server.ts';
import { HIDDEN_CAUSES, stormFleet } from '../../support/storm-fleet.ts';

const HEALTHY = 1_100;
const ALL = HEALTHY + 400;
let simulated: SimulatedCloud;
let playbooks: readonly Playbook[];
beforeAll(async () => {
  simulated = await startSimulatedCloud({ scenarios: [stormFleet], fleet: HEALTHY });
  playbooks = await loadPlaybooks([]);
});
afterAll(() => simulated.close());

const broken: unknown[] = [];
const log = { info: () => undefined, error: (fields: object) => void broken.push(fields) };
async function reading(): Promise<FleetReading> {
  const config = loadConfig({ ...simulated.env, OS_CLOUD_NAME: 'demo' });
  const cloud: Cloud = createCloud(config.clouds.get('demo'));
  try {
    const clock = () => new Date();
    return await createFleetPass({ playbooks, clock, newReference: () => 'r', log }).read(cloud);
  } finally {
    cloud.close();
  }
}
function whole(read: FleetReading) {
  const report = read.report();
  if ('kind' in report) throw new Error('a report without a filter fits every node');
  return report;
}
const idOf = (name: string) => simulated.state.nodes.find((node) => node.name === name)?.uuid ?? '';

describe('five causes among healthy nodes', () => {
  let read: FleetReading;
  beforeAll(async () => {
    simulated.requests.clear();
    read = await reading();
  });

  it('are five stories with the right nodes, and nobody else is in one', () => {
    const { groups, total, nodes } = whole(read);
    expect(total).toBe(ALL);
    expect(nodes).toHaveLength(400);
    expect(groups).toHaveLength(HIDDEN_CAUSES.length);
    for (const hidden of HIDDEN_CAUSES) {
      const group = groups.find(({ cause }) => cause === hidden.cause);
      expect(group?.nodes.toSorted()).toEqual(hidden.nodes.map(idOf).toSorted());
      expect(group?.words).toMatch(hidden.says);
    }
    expect(broken).toEqual([]);
  });

  it('cost a page each and a few lists, whatever the number of nodes in trouble', () => {
    expect(whole(read).cost.requests).toBeLessThanOrEqual(25);
    expect(simulated.requests.length).toBe(whole(read).cost.requests);
  });

  it('a part of them is compared with the whole fleet', () => {
    const some = new Set(HIDDEN_CAUSES.flatMap(({ nodes }) => nodes.slice(0, 4)).map(idOf));
    const report = read.among(some);
    expect([report.total, report.shown]).toEqual([ALL, 20]);
    expect(report.groups.map(({ nodes }) => nodes.length)).toEqual([4, 4, 4, 4, 4]);
  });

  it('words of a person narrow what is told, and those that fit nothing bring the nearest', () => {
    expect(read.report('leaf-77')).toMatchObject({ shown: 80, filter: { words: 'leaf-77' } });
    expect(read.report('laef-77')).toMatchObject({
      kind: 'fits-nothing',
      nearest: expect.arrayContaining(['leaf-77']),
    });
  });
});

describe('a service that is sick', () => {
  it('beside Ironic is in the report, and nobody is called well for it', async () => {
    simulated.faults.status('nova', 503);
    const report = whole(await reading());
    simulated.faults.heal();
    expect(report.unread).toContainEqual(
      expect.objectContaining({ what: 'compute_services', kind: 'failed' }),
    );
    expect(report.nodes.length).toBeGreaterThanOrEqual(400);
  });

  it('that is Ironic itself is an error: a fleet of nobody would read as health', async () => {
    simulated.faults.status('ironic', 503);
    await expect(reading()).rejects.toMatchObject({ service: 'ironic' });
    simulated.faults.heal();
  });
});
