import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceName } from '../../../../src/sandbox/cloud/reply.ts';
import { type SimulatedCloud, startSimulatedCloud } from '../../../../src/sandbox/cloud/server.ts';
import type { Json } from '../../../../src/sandbox/cloud/state.ts';
import { ask, field, login, noon, passwordBody, projectScope } from './client.ts';

interface Recording {
  readonly request: { readonly service: ServiceName; readonly path: string };
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Json;
}

const folder = new URL('../../../fixtures/sandbox-cloud/', import.meta.url);

function recording(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
}

/** Objects whose keys are data, not structure. */
const free = new Set([
  'driver_info',
  'driver_internal_info',
  'instance_info',
  'properties',
  'extra',
  'extra_specs',
  'addresses',
  'allocations',
  'inventories',
  'provider_summaries',
  'binding:profile',
  'clean_step',
  'deploy_step',
  'mappings',
  'local_link_connection',
  'resources',
]);

/** Where the structure of two bodies differs: missing or additional keys and other types. null fits any type. */
function differences(real: Json, ours: Json, path: string): string[] {
  if (real === null || ours === null) return [];
  if (Array.isArray(real) || Array.isArray(ours)) {
    if (!Array.isArray(real) || !Array.isArray(ours)) return [`${path}: list or not`];
    const [a] = real;
    const [b] = ours;
    return a === undefined || b === undefined ? [] : differences(a, b, `${path}[]`);
  }
  if (typeof real !== typeof ours) return [`${path}: ${typeof real} there, ${typeof ours} here`];
  if (typeof real !== 'object' || typeof ours !== 'object') return [];
  if (free.has(path.split('.').at(-1) ?? '')) return [];
  const keys = [...new Set([...Object.keys(real), ...Object.keys(ours)])];
  return keys.flatMap((key) => {
    const a = real[key];
    const b = ours[key];
    if (a === undefined) return [`${path}.${key}: only here`];
    if (b === undefined) return [`${path}.${key}: only there`];
    return differences(a, b, `${path}.${key}`);
  });
}

/** recording -> what to ask the simulated cloud in its place. */
interface Question {
  readonly path: string;
  readonly version?: string;
  readonly who?: 'admin' | 'demo';
  readonly method?: string;
  readonly body?: Json;
  /** Keys that one side has for a reason. */
  readonly except?: readonly string[];
}

let cloud: SimulatedCloud;
const tokens = new Map<string, string>();
const id = (node: string) => cloud.state.nodes.find((one) => one.name === node)?.uuid ?? '';
const server = (name: string) => cloud.state.servers.find((one) => one.name === name)?.id ?? '';

const questions: { readonly [name: string]: () => Question } = {
  'node-lab-healthy': () => ({ path: '/v1/nodes/bm-a01', version: 'latest' }),
  'node-lab-healthy-oldest': () => ({ path: `/v1/nodes/${id('bm-a01')}` }),
  'node-lab-server': () => ({ path: '/v1/nodes/bm-a02', version: 'latest' }),
  'node-lab-build': () => ({ path: '/v1/nodes/bm-b05', version: 'latest' }),
  'node-lab-bmc-dead': () => ({ path: '/v1/nodes/bm-a05', version: 'latest' }),
  'ironic-nodes': () => ({ path: '/v1/nodes', version: 'latest' }),
  'ironic-nodes-limit2': () => ({ path: '/v1/nodes?limit=2', version: 'latest' }),
  'ironic-nodes-triage': () => ({ path: '/v1/nodes?fields=uuid,conductor', version: 'latest' }),
  'ironic-root': () => ({ path: '/' }),
  'ironic-v1': () => ({ path: '/v1', version: 'latest' }),
  'ironic-conductors': () => ({ path: '/v1/conductors?detail=true', version: 'latest' }),
  'ironic-drivers-detail': () => ({ path: '/v1/drivers?detail=true', version: 'latest' }),
  // The recorded ones belong to nobody.
  'ironic-ports-detail': () => ({
    path: '/v1/ports/detail?limit=4',
    version: 'latest',
    except: ['tenant_vif_port_id'],
  }),
  'history-lab-bmc-dead': () => ({ path: '/v1/nodes/bm-a05/history?detail=true', version: 'latest' }),
  'states-lab-healthy': () => ({ path: '/v1/nodes/bm-a01/states', version: 'latest' }),
  // Where everything is valid there are no reasons.
  'validate-lab-healthy': () => ({
    path: '/v1/nodes/bm-a02/validate',
    version: 'latest',
    except: ['reason'],
  }),
  'validate-lab-bmc-dead': () => ({
    path: '/v1/nodes/bm-a05/validate',
    version: 'latest',
    except: ['reason'],
  }),
  'validate-lab-iface-gone': () => ({ path: '/v1/nodes/bm-a17/validate', version: 'latest' }),
  'validate-lab-orphan-deploying': () => ({ path: '/v1/nodes/bm-c01/validate', version: 'latest' }),
  'error-forbidden': () => ({ path: '/v1/drivers', version: 'latest', who: 'demo' }),
  'error-invalid-transition': () => ({
    path: '/v1/nodes/bm-a02/states/provision',
    version: 'latest',
    method: 'PUT',
    body: { target: 'provide' },
  }),
  'error-maintenance-deploy': () => ({
    path: '/v1/nodes/bm-a18/states/provision',
    version: 'latest',
    method: 'PUT',
    body: { target: 'active' },
  }),
  'error-node-not-found': () => ({ path: '/v1/nodes/nowhere', version: 'latest' }),
  'error-version-too-high': () => ({ path: '/v1/nodes', version: '1.999' }),
  '7-error-node-locked-provision': () => ({
    path: '/v1/nodes/bm-a11/states/provision',
    version: 'latest',
    method: 'PUT',
    body: { target: 'manage' },
  }),
  'nodes-as-demo': () => ({ path: '/v1/nodes', version: 'latest', who: 'demo' }),
  'keystone-catalog': () => ({ path: '/v3/auth/catalog' }),
  'nova-root': () => ({ path: '/' }),
  'nova-os-services': () => ({ path: '/v2.1/os-services', version: 'latest' }),
  'nova-hypervisors-detail': () => ({ path: '/v2.1/os-hypervisors/detail', version: 'latest' }),
  'nova-flavor-bm-trait': () => ({
    path: `/v2.1/flavors/${cloud.state.flavors.find((one) => one.name === 'bm.nvme')?.id}`,
    version: 'latest',
  }),
  'nova-server-actions': () => ({
    path: `/v2.1/servers/${server('web-04')}/os-instance-actions`,
    version: 'latest',
  }),
  'nova-servers-detail': () => ({
    path: '/v2.1/servers/detail?all_tenants=1&name=train-01',
    version: 'latest',
  }),
  'server-lab-srv-active': () => ({ path: `/v2.1/servers/${server('web-01')}`, version: 'latest' }),
  'server-lab-srv-no-class': () => ({ path: `/v2.1/servers/${server('analytics-01')}`, version: 'latest' }),
  'server-lab-srv-no-class-2.1': () => ({ path: `/v2.1/servers/${server('analytics-01')}` }),
  'server-lab-srv-building': () => ({ path: `/v2.1/servers/${server('web-03')}`, version: 'latest' }),
  'server-lab-srv-invalid': () => ({ path: `/v2.1/servers/${server('web-04')}`, version: 'latest' }),
  'placement-providers': () => ({ path: '/resource_providers', version: 'latest' }),
  'placement-inventories-lab-server': () => ({
    path: `/resource_providers/${id('bm-a02')}/inventories`,
    version: 'latest',
  }),
  'placement-allocations-lab-server': () => ({
    path: `/resource_providers/${id('bm-a02')}/allocations`,
    version: 'latest',
  }),
  'placement-traits-lab-healthy': () => ({
    path: `/resource_providers/${id('bm-a01')}/traits`,
    version: 'latest',
  }),
  'placement-candidates-healthy': () => ({
    path: '/allocation_candidates?resources=CUSTOM_BAREMETAL_GENERAL:1',
    version: 'latest',
  }),
  'placement-candidates-maint': () => ({
    path: '/allocation_candidates?resources=CUSTOM_BAREMETAL_GPU:1',
    version: 'latest',
  }),
  'placement-candidates-unknown': () => ({
    path: '/allocation_candidates?resources=CUSTOM_BAREMETAL_XLARGE:1',
    version: 'latest',
  }),
  'placement-candidates-trait': () => ({
    path: '/allocation_candidates?resources=CUSTOM_BAREMETAL_DISK:1&required=CUSTOM_NOBODY_HAS',
    version: 'latest',
  }),
  'neutron-networks': () => ({ path: '/v2.0/networks' }),
  'neutron-ports-by-mac': () => {
    const mac = cloud.state.ports.find((port) => port.node_uuid === id('bm-a21'))?.address;
    return { path: `/v2.0/ports?mac_address=${mac}` };
  },
  '8-error-mac-in-use': () => {
    const port = cloud.state.neutronPorts[0];
    return {
      path: '/v2.0/ports',
      method: 'POST',
      body: { port: { network_id: port?.network_id ?? '', mac_address: port?.mac_address ?? '' } },
    };
  },
  // Images carry their free properties beside their fields.
  'glance-images': () => ({
    path: '/v2/images',
    except: [
      'owner_specified.openstack.md5',
      'owner_specified.openstack.sha256',
      'owner_specified.openstack.object',
      'os_distro',
      'hw_firmware_type',
      'next',
    ],
  }),
};

beforeAll(async () => {
  cloud = await startSimulatedCloud({ clock: () => noon });
  tokens.set('admin', await login(cloud));
  tokens.set('demo', await login(cloud, 'demo'));
});
afterAll(() => cloud.close());

describe('the simulated cloud answers like the recorded one', () => {
  it('is asked about every recording', () => {
    const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(Object.keys(questions).sort()).toEqual(names.sort());
  });

  it.each(Object.keys(questions))('%s', async (name) => {
    const real = recording(name);
    const question = questions[name]?.() ?? { path: '/' };
    const token = tokens.get(question.who ?? 'admin') ?? '';
    const ours = await ask(cloud, real.request.service, question.path, {
      token,
      ...(question.version === undefined ? {} : { version: question.version }),
      ...(question.method === undefined ? {} : { method: question.method }),
      ...(question.body === undefined ? {} : { body: question.body }),
    });
    expect(ours.status).toBe(real.status);
    for (const header of real.headers) expect([...ours.headers.keys()]).toContain(header);
    const found = differences(real.body, ours.body ?? null, 'body').filter(
      (line) => !(question.except ?? []).some((key) => line.includes(`.${key}:`)),
    );
    expect(found).toEqual([]);
    const inner = (body: Json) =>
      body !== null &&
      typeof body === 'object' &&
      !Array.isArray(body) &&
      typeof body['error_message'] === 'string'
        ? Object.keys(JSON.parse(body['error_message']))
        : [];
    expect(inner(ours.body ?? null)).toEqual(inner(real.body));
  });

  it('hands out tokens with the keys of real ones', async () => {
    const answer = await ask(cloud, 'keystone', '/v3/auth/tokens', {
      method: 'POST',
      body: passwordBody('admin', 'sandbox-admin', projectScope('admin')),
    });
    expect(answer.status).toBe(201);
    expect(Object.keys(Object(field(answer.body, 'token'))).sort()).toEqual(
      [
        'audit_ids',
        'catalog',
        'expires_at',
        'is_domain',
        'issued_at',
        'methods',
        'project',
        'roles',
        'user',
      ].sort(),
    );
  });
});
