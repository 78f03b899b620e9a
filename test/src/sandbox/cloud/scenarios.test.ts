import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isCause } from '../../../../src/core/cause.ts';
import { createAgenda } from '../../../../src/sandbox/cloud/agenda.ts';
import { layBase } from '../../../../src/sandbox/cloud/base.ts';
import { scenarios } from '../../../../src/sandbox/cloud/scenarios.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../src/sandbox/cloud/server.ts';
import { createSite, type Site } from '../../../../src/sandbox/cloud/site.ts';
import { emptyState } from '../../../../src/sandbox/cloud/state.ts';
import { noon } from './client.ts';

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon });
});
afterAll(() => cloud.close());

function unique(values: readonly unknown[]): void {
  expect(new Set(values).size).toBe(values.length);
}

describe('the scenarios', () => {
  it('are the files of their folder', () => {
    const folder = new URL('../../../../src/sandbox/cloud/scenarios/', import.meta.url);
    const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
    expect(scenarios.map((one) => one.name).sort()).toEqual(files.sort());
  });

  it('expect causes from the vocabulary', () => {
    for (const { expect: expected } of scenarios) {
      expect(expected.causes.length).toBeGreaterThan(0);
      expect(expected.causes.filter((cause) => !isCause(cause))).toEqual([]);
    }
  });

  it('have a subject each that is there, and only once', () => {
    const names = [
      ...cloud.state.nodes.map((one) => one.name),
      ...cloud.state.servers.map((one) => one.name),
      ...cloud.state.flavors.map((one) => one.name),
    ];
    unique(names);
    unique(scenarios.map((one) => one.expect.subject));
    for (const { expect: expected } of scenarios) expect(names).toContain(expected.subject);
  });

  it.each(scenarios.map((one) => one.name))('%s stands by itself', async (name) => {
    const alone = await startSimulatedCloud({
      clock: () => noon,
      scenarios: scenarios.filter((one) => one.name === name),
    });
    expect(alone.state.nodes.length + alone.state.servers.length).toBeGreaterThan(0);
    await alone.close();
  });

  it('keep to their own leaves and resource classes, so that none is a neighbour of another', () => {
    // Common ground on purpose: healthy neighbours, and one class that is never short.
    const common = ['leaf-11', 'baremetal-general'];
    const owners = new Map<string, Set<string>>();
    for (const { name, build } of scenarios) {
      const state = emptyState();
      layBase(state, noon.getTime());
      build(createSite(state, createAgenda(), noon.getTime()));
      // A series of names, such as `bm-d`, is laid out by one hand and may share its switches.
      const series = state.nodes.flatMap((node) => /^bm-[a-z]/.exec(node.name) ?? []).at(0) ?? name;
      const leaves = state.ports.map((port) => String(port.local_link_connection['switch_info']));
      for (const place of [...leaves, ...state.nodes.map((node) => node.resource_class ?? '')])
        if (place !== '' && !common.includes(place))
          owners.set(place, (owners.get(place) ?? new Set()).add(series));
    }
    expect([...owners].filter(([, series]) => series.size > 1)).toEqual([]);
  });

  it('mean one flavor by one name', () => {
    const twice = (specs: string) => ({
      name: 'twice',
      expect: { subject: 'twice', causes: ['healthy'], title: 'x' },
      build: (site: Site) => void site.flavor('bm.twice', specs),
    });
    return expect(
      startSimulatedCloud({ scenarios: [twice('CUSTOM_ONE'), twice('CUSTOM_OTHER')] }),
    ).rejects.toThrow('different flavors by bm.twice');
  });

  it('share no BMC address, no MAC address and no UUID', () => {
    const { nodes, ports } = cloud.state;
    unique(nodes.map((node) => node.driver_info['ipmi_address'] ?? node.driver_info['redfish_address']));
    unique(ports.map((port) => port.address));
    unique([
      ...nodes.map((one) => one.uuid),
      ...ports.map((one) => one.uuid),
      ...cloud.state.servers.map((one) => one.id),
    ]);
    unique(cloud.state.history.map((one) => one.uuid));
    unique(cloud.state.neutronPorts.map((one) => one.id));
    unique(cloud.state.neutronPorts.map((one) => one.ip_address));
  });

  it('agree over the services about which instance is on which node', () => {
    for (const node of cloud.state.nodes) {
      if (node.instance_uuid === null) continue;
      const server = cloud.state.servers.find((one) => one.id === node.instance_uuid);
      // One scenario is about a server that Nova forgot.
      if (node.name === 'bm-e41') continue;
      expect(server, node.name).toBeDefined();
      if (server?.status === 'ERROR') continue;
      expect(server?.nodeUuid).toBe(node.uuid);
      const provider = cloud.state.providers.find((one) => one.uuid === node.uuid);
      expect(Object.keys(provider?.allocations ?? {})).toEqual([node.instance_uuid]);
    }
  });

  it('hang three nodes in clean wait on one switch', () => {
    const waiting = cloud.state.nodes.filter((node) => ['bm-b02', 'bm-b03', 'bm-b04'].includes(node.name));
    const switches = waiting.map(
      (node) =>
        cloud.state.ports.find((port) => port.node_uuid === node.uuid)?.local_link_connection['switch_info'],
    );
    expect(switches).toEqual(['leaf-12', 'leaf-12', 'leaf-12']);
  });

  it('put a marked secret wherever Ironic keeps one', () => {
    const fields = cloud.state.nodes.flatMap((node) => [
      ...['ipmi_password', 'redfish_password'].flatMap((name) => node.driver_info[name] ?? []),
      ...(node.instance_info['image_url'] === undefined ? [] : [node.instance_info['image_url']]),
      ...(node.instance_info['configdrive'] === undefined ? [] : [node.instance_info['configdrive']]),
    ]);
    expect(fields.length).toBeGreaterThan(50);
    for (const secret of fields) expect(String(secret)).toContain('marked-secret-');
  });
});
