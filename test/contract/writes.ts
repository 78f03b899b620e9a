import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withoutIds } from '../../src/lib/uuid.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import type { Node } from '../../src/openstack/ironic/schema.ts';
import type { WriteCall, WriteResult, Writer } from '../../src/openstack/writer.ts';

/** A cloud to change: the simulated one, or a real one in which everything touched was made for this. */
export interface WriteBench {
  readonly cloud: Cloud;
  readonly writer: Writer;
  /** Of somebody who may change nothing. */
  readonly onlooker: Writer;
  /** In `enroll`, with the network interface `noop` and no automated cleaning. `waits`: its cleaning never ends. */
  node(kind?: { readonly waits?: boolean }): Promise<string>;
  /** Unbound, on any network. */
  port(): Promise<string>;
  /** Has one free unit of a class. */
  provider(): Promise<{ readonly uuid: string; readonly resource_class: string }>;
  /** In ERROR, since nothing could take it. */
  server(): Promise<string>;
  /** A little while. */
  pass(): Promise<void>;
  close(): Promise<void>;
}

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** What was said, with `#` for each id and number, so that two clouds can say the same. */
const said = ({ status, words }: WriteResult) => `${status} ${withoutIds(words)}`;
const ironic = (words: string, status = 400) => `${status} Ironic refused it (HTTP #): ${words}`;

/** Each kind of call that remedies make: carried out, refused, and what is read afterwards. */
export function contractWrites(title: string, makeBench: () => Promise<WriteBench>): void {
  // Side by side: a real cloud takes its time, and nothing here shares a thing.
  describe.concurrent(title, () => {
    let bench: WriteBench;
    beforeAll(async () => {
      bench = await makeBench();
    });
    afterAll(() => bench.close());

    const send = (service: WriteCall['service'], method: WriteCall['method'], path: string, body?: unknown) =>
      bench.writer.send({ service, method, path, body });
    const provision = (node: string, target: string, more: object = {}) =>
      send('ironic', 'PUT', `/v1/nodes/${node}/states/provision`, { target, ...more });
    const patch = (node: string, ...changes: readonly object[]) =>
      send('ironic', 'PATCH', `/v1/nodes/${node}`, changes);
    const read = async (uuid: string): Promise<Node> => {
      const node = await bench.cloud.ironic.getNode(uuid);
      if (!node) throw new Error(`${uuid} is gone`);
      return node;
    };
    /** The verb is accepted, and what it leads to comes true. */
    async function brought(uuid: string, target: string, to: string, more: object = {}): Promise<Node> {
      expect(await provision(uuid, target, more)).toMatchObject({
        status: 202,
        outcome: 'accepted',
        words: '',
      });
      return settled(uuid, (node) => node.provision_state === to && !node.reservation);
    }
    async function settled(uuid: string, is: (node: Node) => boolean): Promise<Node> {
      for (let tries = 0; tries < 120; tries += 1) {
        const node = await read(uuid);
        if (is(node)) return node;
        await bench.pass();
      }
      throw new Error(`never: ${JSON.stringify(await read(uuid))}`);
    }

    it('provision: verbs lead where they say, and others are refused in words', async () => {
      const uuid = await bench.node();
      const inEnroll = 'can not be performed on node "#" while it is in state "enroll".';
      expect(said(await provision(uuid, 'provide'))).toBe(
        ironic(`The requested action "provide" ${inEnroll}`),
      );
      expect(said(await provision(uuid, 'dance'))).toBe(ironic(`The requested action "dance" ${inEnroll}`));
      // Both end at 1.82, before these verbs and their steps came.
      expect(said(await provision(uuid, 'unhold'))).toBe(ironic(`The requested action "unhold" ${inEnroll}`));
      const steps = [{ interface: 'network', step: 'reattach_networking' }];
      expect(said(await provision(uuid, 'service', { service_steps: steps }))).toBe(
        ironic('Unexpected arguments: service_steps'),
      );
      expect(said(await send('ironic', 'PUT', `/v1/nodes/${uuid}/states/provision`, {}))).toBe(
        ironic('Missing mandatory parameter: target'),
      );
      expect(said(await provision(NOBODY, 'manage'))).toBe(ironic('Node # could not be found.', 404));
      await brought(uuid, 'manage', 'manageable');
      expect(said(await provision(uuid, 'clean'))).toBe(
        ironic('"clean_steps" is required when setting target provision state to clean'),
      );
      await brought(uuid, 'provide', 'available');
      await brought(uuid, 'manage', 'manageable');
      await brought(uuid, 'inspect', 'manageable');
      expect((await read(uuid)).last_error).toBeNull();
    });

    it('provision: a wait is left by abort, and what failed by manage', async () => {
      const uuid = await bench.node({ waits: true });
      await brought(uuid, 'manage', 'manageable');
      await brought(uuid, 'provide', 'clean wait');
      const power = await send('ironic', 'PUT', `/v1/nodes/${uuid}/states/power`, { target: 'power off' });
      expect(said(power)).toBe(
        ironic(
          'The requested action "power off" can not be performed on node "#" while it is in state "clean wait".',
        ),
      );
      expect(said(await patch(uuid, { op: 'add', path: '/extra/a', value: 'b' }))).toBe(
        ironic('Node # can not be updated while a state transition is in progress.', 409),
      );
      const failed = await brought(uuid, 'abort', 'clean failed');
      expect(failed.last_error).toBe('By request, the clean operation was aborted');
      expect(failed.target_provision_state).toBe('available');
      expect(said(await provision(uuid, 'abort'))).toMatch(/^400 .* while it is in state "clean failed"\.$/);
      // Nothing is done on the way, so that nothing takes the error back until something is.
      const managed = await brought(uuid, 'manage', 'manageable');
      expect(managed.last_error).toBe('By request, the clean operation was aborted');
      const again = await brought(uuid, 'provide', 'clean wait');
      expect(again.last_error).toBeNull();
    });

    it('provision: a node in use is rescued, brought back and undeployed', async () => {
      const uuid = await bench.node();
      await brought(uuid, 'manage', 'manageable');
      await patch(uuid, { op: 'add', path: '/instance_info', value: { image_source: NOBODY } });
      await brought(uuid, 'adopt', 'active');
      expect(said(await provision(uuid, 'rescue'))).toBe(
        ironic('A non-empty "rescue_password" is required when setting target provision state to rescue'),
      );
      expect(said(await provision(uuid, 'unrescue'))).toMatch(/ while it is in state "active"\.$/);
      await brought(uuid, 'rescue', 'rescue', { rescue_password: 'not-kept' });
      await brought(uuid, 'unrescue', 'active');
      const keep = { op: 'replace', path: '/protected', value: true };
      expect(await patch(uuid, keep)).toMatchObject({ status: 200, outcome: 'accepted' });
      expect(said(await provision(uuid, 'deleted'))).toBe(
        ironic('Node # is protected and cannot be undeployed, rebuilt or deleted', 403),
      );
      await patch(uuid, { ...keep, value: false });
      const gone = await brought(uuid, 'deleted', 'available');
      expect(gone).toMatchObject({ instance_uuid: null, instance_info: {} });
    });

    it('power: switched, and refused for words that are no state', async () => {
      const uuid = await bench.node();
      await brought(uuid, 'manage', 'manageable');
      const power = (target: string) => send('ironic', 'PUT', `/v1/nodes/${uuid}/states/power`, { target });
      for (const [target, state] of [
        ['power on', 'power on'],
        ['rebooting', 'power on'],
        ['soft power off', 'power off'],
        ['power on', 'power on'],
        ['power off', 'power off'],
      ] as const) {
        expect(await power(target)).toMatchObject({ status: 202, outcome: 'accepted' });
        await settled(
          uuid,
          (node) => node.power_state === state && !node.target_power_state && !node.reservation,
        );
      }
      expect(said(await power('warp'))).toMatch(/The requested action "warp" .* in state "power off"\.$/);
    });

    it('maintenance: set with a reason, and cleared with it', async () => {
      const uuid = await bench.node();
      const path = `/v1/nodes/${uuid}/maintenance`;
      expect(await send('ironic', 'PUT', path, { reason: 'a disk is changed' })).toMatchObject({
        status: 202,
      });
      expect(await read(uuid)).toMatchObject({ maintenance: true, maintenance_reason: 'a disk is changed' });
      expect(said(await send('ironic', 'PUT', path, { reason: 7 }))).toBe(
        ironic('Expected string for reason: #'),
      );
      expect(said(await send('ironic', 'PUT', path, { more: 1 }))).toBe(ironic('Unexpected arguments: more'));
      expect(await send('ironic', 'DELETE', path)).toMatchObject({ status: 202, outcome: 'accepted' });
      expect(await read(uuid)).toMatchObject({ maintenance: false, maintenance_reason: null, fault: null });
      expect(said(await send('ironic', 'DELETE', `/v1/nodes/${NOBODY}/maintenance`))).toBe(
        ironic('Node # could not be found.', 404),
      );
    });

    it('fields: interface, class and properties are set where the state allows', async () => {
      const uuid = await bench.node();
      const before = await read(uuid);
      const driver = await bench.cloud.ironic.driver(before.driver ?? '');
      const other = driver?.enabled_raid_interfaces?.find((name) => name !== before.raid_interface) ?? '';
      const raid = { op: 'replace', path: '/raid_interface', value: other };
      const ofClass = { op: 'replace', path: '/resource_class', value: 'lab.other' };
      expect(await patch(uuid, raid, ofClass)).toMatchObject({ status: 200, outcome: 'accepted' });
      const capabilities = { op: 'add', path: '/properties/capabilities', value: 'boot_mode:uefi' };
      expect(await patch(uuid, capabilities)).toMatchObject({ status: 200 });
      const after = await read(uuid);
      expect(after).toMatchObject({ raid_interface: other, resource_class: 'lab.other' });
      expect(after.properties).toMatchObject({ cpu_arch: 'x86_64', capabilities: 'boot_mode:uefi' });
      expect(said(await patch(uuid, { ...raid, value: 'none-such' }))).toMatch(
        /^400 .*Could not find the following interface in the 'ironic\.hardware\.interfaces\.raid' entrypoint: none-such\. Valid interfaces are \[.*'agent'.*\]\.$/,
      );
      expect(said(await patch(uuid, { op: 'replace', path: '/provision_state', value: 'x' }))).toMatch(
        /^400 .*Cannot patch \/provision_state\. Only the following can be updated: automated_clean, /,
      );
      const absent = await patch(uuid, { op: 'replace', path: '/properties/none', value: 'x' });
      expect(said(absent)).toMatch(
        /Couldn't apply patch .* Reason: can't replace a non-existent object 'none'$/,
      );
      expect(said(await patch(uuid, { ...ofClass, value: 7 }))).toBe(
        ironic("Schema error for patch: # is not of type 'string', 'null'"),
      );
      expect(said(await send('ironic', 'PATCH', `/v1/nodes/${uuid}`, {}))).toBe(
        ironic("Schema error for patch: {} is not of type 'array'"),
      );
      await brought(uuid, 'manage', 'manageable');
      await patch(uuid, { op: 'add', path: '/instance_info', value: { image_source: NOBODY } });
      await brought(uuid, 'adopt', 'active');
      const quiet = '(enroll, inspecting, inspect wait, manageable, available) states';
      const unless = `updated unless it is in one of allowed ${quiet}`;
      expect(said(await patch(uuid, { ...raid, value: before.raid_interface }))).toBe(
        ironic(`Node # can not have raid_interface ${unless} or in maintenance mode.`, 409),
      );
      expect(said(await patch(uuid, { ...ofClass, value: 'lab.third' }))).toBe(
        ironic(`Node # can not have resource_class ${unless}.`, 409),
      );
    });

    it('traits: added, replaced and taken', async () => {
      const { traits } = bench.cloud.ironic;
      const uuid = await bench.node();
      const path = `/v1/nodes/${uuid}/traits`;
      expect(await send('ironic', 'PUT', `${path}/CUSTOM_W`)).toMatchObject({
        status: 204,
        outcome: 'accepted',
      });
      expect(await send('ironic', 'PUT', `${path}/CUSTOM_W`)).toMatchObject({ status: 204 });
      expect(await traits(uuid)).toEqual(['CUSTOM_W']);
      expect(said(await send('ironic', 'PUT', `${path}/low`))).toBe(
        ironic(
          "Schema error for trait: 'low' is not valid under any of the given schemas. Possible root cause: 'low' does not match '^CUSTOM_[A-Z#-#_]+$'",
        ),
      );
      const list = { traits: ['CUSTOM_A', 'HW_CPU_X86_VMX'] };
      expect(await send('ironic', 'PUT', path, list)).toMatchObject({ status: 204 });
      expect([...((await traits(uuid)) ?? [])].sort()).toEqual(list.traits);
      expect(said(await send('ironic', 'DELETE', `${path}/CUSTOM_W`))).toBe(
        ironic("Node # doesn't have a trait 'CUSTOM_W'", 404),
      );
      expect(await send('ironic', 'DELETE', `${path}/CUSTOM_A`)).toMatchObject({ status: 204 });
      expect(await traits(uuid)).toEqual(['HW_CPU_X86_VMX']);
      expect(await send('ironic', 'DELETE', path)).toMatchObject({ status: 204 });
      expect(await traits(uuid)).toEqual([]);
    });

    it('VIFs: detached, which the interface noop takes for done', async () => {
      const path = `/v1/nodes/${await bench.node()}/vifs`;
      expect(await send('ironic', 'POST', path, { id: NOBODY })).toMatchObject({ status: 204 });
      expect(await send('ironic', 'DELETE', `${path}/${NOBODY}`)).toMatchObject({
        status: 204,
        outcome: 'accepted',
      });
      expect(said(await send('ironic', 'POST', path, {}))).toBe(
        ironic("Schema error for vif: 'id' is a required property"),
      );
      expect(said(await send('ironic', 'DELETE', `${path}/a%20b`))).toBe(
        ironic('Expected UUID or name for vif_id: a b'),
      );
    });

    it('compute services: enabled and disabled with a reason, by their own id', async () => {
      const { nova } = bench.cloud;
      const [service] = await nova.services({ binary: 'nova-compute', host: 'compute-1' });
      const [scheduler] = await nova.services({ binary: 'nova-scheduler' });
      const put = (id: unknown, body: object) => send('nova', 'PUT', `/os-services/${id}`, body);
      const now = async () => (await nova.services({ binary: 'nova-compute', host: 'compute-1' }))[0];
      const refusal = (words: string, status = 400) => `${status} Nova refused it (HTTP #): ${words}`;
      try {
        const disable = { status: 'disabled', disabled_reason: 'CHG-7' };
        expect(await put(service?.id, disable)).toMatchObject({ status: 200, outcome: 'accepted' });
        expect(await now()).toMatchObject(disable);
      } finally {
        expect(await put(service?.id, { status: 'enabled' })).toMatchObject({ status: 200 });
      }
      expect(await now()).toMatchObject({ status: 'enabled', disabled_reason: null });
      expect(said(await put(service?.id, { status: 'enabled', disabled_reason: 'x' }))).toBe(
        refusal("Specifying 'disabled_reason' with status 'enabled' is invalid."),
      );
      expect(said(await put(service?.id, {}))).toBe(
        refusal("No updates were requested. Fields 'status' or 'forced_down' should be specified."),
      );
      expect(said(await put(NOBODY, { status: 'enabled' }))).toBe(
        refusal('Service # could not be found.', 404),
      );
      expect(said(await put('7', { status: 'enabled' }))).toBe(refusal('Invalid uuid #'));
      expect(said(await put(scheduler?.id, { status: 'enabled' }))).toBe(
        refusal(
          'Updating a nova-scheduler service is not supported. Only nova-compute services can be updated.',
        ),
      );
      expect(said(await put('enable', { host: 'compute-1', binary: 'nova-compute' }))).toMatch(
        /^400 .*Additional properties are not allowed \('(?:host|binary)', '(?:host|binary)' were unexpected\)$/,
      );
    });

    it('servers: their state is written down anew, and remembered', async () => {
      const { nova } = bench.cloud;
      const id = await bench.server();
      const reset = (server: string, state: string) =>
        send('nova', 'POST', `/servers/${server}/action`, { 'os-resetState': { state } });
      const result = await reset(id, 'active');
      expect(result).toMatchObject({ status: 202, outcome: 'accepted' });
      expect(await nova.getServer(id)).toMatchObject({ status: 'ACTIVE', 'OS-EXT-STS:task_state': null });
      const [action] = (await nova.instanceActions(id)) ?? [];
      expect(action).toMatchObject({ action: 'resetState', request_id: result.request_id });
      expect(await reset(id, 'error')).toMatchObject({ status: 202 });
      const server = await nova.getServer(id);
      expect(server).toMatchObject({ status: 'ERROR', fault: { message: 'No valid host was found. ' } });
      expect(said(await reset(id, 'gone'))).toMatch(/^400 Nova refused it .*field\/attribute state\b/);
      expect(said(await reset(NOBODY, 'active'))).toBe(
        '404 Nova refused it (HTTP #): Instance # could not be found.',
      );
      expect(said(await send('nova', 'POST', `/servers/${id}/action`, { dance: null }))).toBe(
        '400 Nova refused it (HTTP #): There is no such action: dance',
      );
    });

    it('Neutron ports: deleted once', async () => {
      const id = await bench.port();
      expect(await bench.cloud.neutron.getPort(id)).toMatchObject({ id });
      const path = `/ports/${id}`;
      expect(await send('neutron', 'DELETE', path)).toMatchObject({ status: 204, outcome: 'accepted' });
      expect(await bench.cloud.neutron.getPort(id)).toBeNull();
      expect(said(await send('neutron', 'DELETE', path))).toBe(
        '404 Neutron refused it (HTTP #): Port # could not be found.',
      );
    });

    it('allocations: freed by the generation that was read, or whatever it is', async () => {
      const { placement } = bench.cloud;
      const { uuid, resource_class } = await bench.provider();
      const consumer = crypto.randomUUID();
      const path = `/allocations/${consumer}`;
      const put = (generation: number | null, allocations: object, at = path, consumer_type = 'INSTANCE') =>
        send('placement', 'PUT', at, {
          allocations,
          project_id: 'p',
          user_id: 'u',
          consumer_generation: generation,
          consumer_type,
        });
      const one = { [uuid]: { resources: { [resource_class]: 1 } } };
      const conflict = (words: string) =>
        `409 Placement refused it (HTTP #): There was a conflict when trying to complete your request. ${words}`;
      expect(said(await put(5, one))).toBe(
        conflict('consumer generation conflict - expected null but got #'),
      );
      expect(await put(null, one)).toMatchObject({ status: 204, outcome: 'accepted' });
      expect(await placement.consumerAllocations(consumer)).toMatchObject({ consumer_generation: 1 });
      expect(said(await put(null, one))).toBe(
        conflict('consumer generation conflict - expected # but got None'),
      );
      expect(said(await put(null, one, `/allocations/${crypto.randomUUID()}`))).toBe(
        conflict(
          `Unable to allocate inventory: Unable to create allocation for '${resource_class}' on resource provider '#'. The requested amount would exceed the capacity.`,
        ),
      );
      expect(said(await put(7, {}))).toBe(conflict('consumer generation conflict - expected # but got #'));
      // As a type of nobody's saying is shown, and not taken.
      expect(said(await put(1, {}, path, 'unknown'))).toMatch(/^400 Placement refused it /);
      expect(await put(1, {})).toMatchObject({ status: 204 });
      expect((await placement.consumerAllocations(consumer)).allocations).toEqual({});
      expect((await placement.allocations(uuid))?.allocations).toEqual({});
      expect(await put(null, one)).toMatchObject({ status: 204 });
      const broken = await send('placement', 'PUT', path, { allocations: {}, consumer_generation: 1 });
      expect(said(broken)).toMatch(
        /^400 Placement refused it .* JSON does not validate: .* is a required property/,
      );
      expect(await send('placement', 'DELETE', path)).toMatchObject({ status: 204, outcome: 'accepted' });
      expect(said(await send('placement', 'DELETE', path))).toBe(
        "404 Placement refused it (HTTP #): The resource could not be found. No allocations for consumer '#'",
      );
    });

    it('nobody but the writer changes anything', async () => {
      const uuid = await bench.node();
      const port = await bench.port();
      const [service] = await bench.cloud.nova.services({ binary: 'nova-compute', host: 'compute-1' });
      const calls: readonly WriteCall[] = [
        {
          service: 'ironic',
          method: 'PUT',
          path: `/v1/nodes/${uuid}/states/provision`,
          body: { target: 'manage' },
        },
        {
          service: 'ironic',
          method: 'PUT',
          path: `/v1/nodes/${uuid}/states/power`,
          body: { target: 'power on' },
        },
        { service: 'ironic', method: 'PUT', path: `/v1/nodes/${uuid}/maintenance`, body: {} },
        { service: 'ironic', method: 'DELETE', path: `/v1/nodes/${uuid}/maintenance` },
        {
          service: 'ironic',
          method: 'PATCH',
          path: `/v1/nodes/${uuid}`,
          body: [{ op: 'add', path: '/extra/a', value: 1 }],
        },
        { service: 'ironic', method: 'PUT', path: `/v1/nodes/${uuid}/traits/CUSTOM_W` },
        { service: 'ironic', method: 'DELETE', path: `/v1/nodes/${uuid}/vifs/${NOBODY}` },
        { service: 'nova', method: 'PUT', path: `/os-services/${service?.id}`, body: { status: 'enabled' } },
        { service: 'neutron', method: 'DELETE', path: `/ports/${port}` },
        { service: 'placement', method: 'DELETE', path: `/allocations/${NOBODY}` },
      ];
      const before = await read(uuid);
      for (const call of calls) {
        const result = await bench.onlooker.send(call);
        // Who does not even see a thing is told that there is none.
        expect([403, 404], `${call.method} ${call.path}`).toContain(result.status);
        expect(result).toMatchObject({ outcome: 'refused', request_id: expect.stringMatching(/^req-/) });
      }
      expect(await read(uuid)).toEqual(before);
      expect(await bench.cloud.neutron.getPort(port)).not.toBeNull();
    });
  });
}
