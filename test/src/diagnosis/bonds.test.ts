import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadPlaybooks } from '../../../src/compose.ts';
import { loadConfig } from '../../../src/config.ts';
import { ServiceError } from '../../../src/core/errors.ts';
import { definePlaybook, type Playbook } from '../../../src/core/playbook.ts';
import type { Subject } from '../../../src/core/subject.ts';
import { createFleetPass } from '../../../src/diagnosis/fleet-pass.ts';
import { gatherFacts } from '../../../src/diagnosis/gather-facts.ts';
import { createReads } from '../../../src/diagnosis/reads.ts';
import { type Cloud, createCloud } from '../../../src/openstack/cloud.ts';
import bondFailed from '../../../src/sandbox/cloud/scenarios/bond-binding-failed.ts';
import bondInUse from '../../../src/sandbox/cloud/scenarios/bond-in-use.ts';
import bondLeft from '../../../src/sandbox/cloud/scenarios/bond-vif-left.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../src/sandbox/cloud/server.ts';

/** Whichever way facts are read, what Ironic has recorded on a port group is asked of Neutron, and only where there is one. */
const PLAIN = 'fleet-00001';
const BONDED = ['bm-c17', 'bm-c18'];
let simulated: SimulatedCloud;
let cloud: Cloud;
beforeAll(async () => {
  simulated = await startSimulatedCloud({ scenarios: [bondFailed, bondInUse, bondLeft], fleet: 40 });
  cloud = createCloud(loadConfig({ ...simulated.env, OS_CLOUD_NAME: 'demo' }).clouds.get('demo'));
  await cloud.ironic.conductors();
});
afterAll(async () => {
  cloud.close();
  await simulated.close();
});
beforeEach(() => simulated.requests.clear());

const nodeNamed = (name: string) => {
  const found = simulated.state.nodes.find((node) => node.name === name);
  if (!found) throw new Error(`no node ${name}`);
  return found;
};
const vifOn = (name: string) =>
  simulated.state.portgroups.find((group) => group.node_uuid === nodeNamed(name).uuid)?.internal_info[
    'tenant_vif_port_id'
  ];
const asked = (path: string) => simulated.requests.filter((one) => one.path === path).length;
const GROUPS = '/v1/portgroups/detail';
const PORTS = '/v2.0/ports';
const NETWORKS = '/v2.0/networks';
const sick = (): Cloud => {
  const portgroups = () =>
    Promise.reject(new ServiceError('Ironic is ill', { code: 'server-error', service: 'ironic' }));
  return { ...cloud, ironic: { ...cloud.ironic, portgroups } };
};

describe('of one node', () => {
  const factsOf = (name: string, from = cloud) => {
    const { uuid } = nodeNamed(name);
    const subject: Subject = { kind: 'node', cloud: 'demo', name, node_uuid: uuid, aspects: ['node'] };
    return gatherFacts(subject, createReads(from, {}), {}, new Date());
  };
  const neutronPorts = async (name: string, from = cloud) =>
    (await factsOf(name, from).neutron_ports?.())?.map(({ id }) => id);

  it('the VIF of a bond is read by its id, since no port need have its MAC', async () => {
    const facts = factsOf('bm-c18');
    const ports = await facts.neutron_ports?.();
    expect(ports?.map(({ id }) => id)).toEqual([vifOn('bm-c18')]);
    // The networks are asked for beside it, and not after it again.
    await vi.waitFor(() => expect(asked(NETWORKS)).toBe(1));
    await facts.networks?.();
    expect([asked(GROUPS), asked(PORTS), asked(NETWORKS)]).toEqual([1, 2, 1]);
  });
  it('nothing more is asked where no port is in a group', async () => {
    expect(await neutronPorts(PLAIN)).toEqual([]);
    expect([asked(GROUPS), asked(PORTS), asked(NETWORKS)]).toEqual([0, 1, 0]);
  });
  it("Neutron's other ports are there all the same when the groups cannot be read", async () => {
    expect(await neutronPorts('bm-c17', sick())).toEqual([vifOn('bm-c17')]);
    expect(await neutronPorts('bm-c18', sick())).toEqual([]);
  });
});

describe('of a whole fleet', () => {
  const log = { info: () => undefined, error: (fields: object) => expect(fields).toEqual({}) };
  const pass = async (playbooks: readonly Playbook[], from = cloud) => {
    const options = { playbooks, clock: () => new Date(), newReference: () => 'r', log };
    const report = await createFleetPass(options).run(from);
    if ('kind' in report) throw new Error('a report without a filter fits every node');
    return report;
  };
  /** Says which of Neutron's ports a pass has read for a node. */
  const probe = (seen: Map<string, readonly string[]>) =>
    definePlaybook({
      id: 'probe',
      title: 'probe',
      guide: 'states',
      about: ['node'],
      checks: [
        {
          id: 'ports',
          asks: 'Which?',
          needs: ['neutron_ports'],
          async run(facts) {
            const [{ name }, ports] = await Promise.all([facts.node(), facts.neutron_ports()]);
            seen.set(
              name ?? '',
              ports.map(({ id }) => id),
            );
            return undefined;
          },
        },
      ],
    });
  /** With bonded and other nodes held, so that a pass looks further at them. */
  const held = async <T>(names: readonly string[], work: () => Promise<T>): Promise<T> => {
    for (const name of names) nodeNamed(name).maintenance = true;
    try {
      return await work();
    } finally {
      for (const name of names) nodeNamed(name).maintenance = false;
    }
  };

  it('the groups are one list for all bonds together, and Neutron one more', async () => {
    const seen = new Map<string, readonly string[]>();
    await held([...BONDED, PLAIN], () => pass([probe(seen)]));
    expect(Object.fromEntries(seen)).toEqual({
      'bm-c17': [vifOn('bm-c17')],
      'bm-c18': [vifOn('bm-c18')],
      [PLAIN]: [],
    });
    expect(asked(GROUPS)).toBe(1);
    // Whose ports are in no group does not wait for the others, hence its own question.
    expect(asked(PORTS)).toBeLessThanOrEqual(3);
  });
  it('no list of groups is read where no bonded node stands out', async () => {
    const seen = new Map<string, readonly string[]>();
    await held([PLAIN], () => pass([probe(seen)]));
    expect([...seen.keys()]).toEqual([PLAIN]);
    expect(asked(GROUPS)).toBe(0);
  });
  it("Neutron's other ports are there all the same when the groups cannot be read", async () => {
    const seen = new Map<string, readonly string[]>();
    await held(BONDED, () => pass([probe(seen)], sick()));
    expect(Object.fromEntries(seen)).toEqual({ 'bm-c17': [vifOn('bm-c17')], 'bm-c18': [] });
  });

  it('a free node on a bond gets past the gates, and is looked at or said not to be', async () => {
    const playbooks = await loadPlaybooks([]);
    const { uuid } = nodeNamed('bm-c19');
    const open = (report: Awaited<ReturnType<typeof pass>>) =>
      report.open.find(({ check }) => check === 'stale-vif/left-behind');
    expect(open(await pass(playbooks))).toMatchObject({ nodes: [uuid], fact: 'neutron_ports' });
    expect(asked(GROUPS)).toBe(1);
    expect(open(await pass(playbooks, sick()))).toMatchObject({ nodes: [uuid], fact: 'portgroups' });
    nodeNamed('bm-c19').power_state = 'error';
    const { nodes } = await pass(playbooks);
    nodeNamed('bm-c19').power_state = 'power off';
    expect(nodes.find((node) => node.uuid === uuid)).toMatchObject({ code: 'tenant-vif-left-gone' });
  });
});
