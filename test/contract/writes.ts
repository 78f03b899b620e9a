import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WriteCall } from '../../src/openstack/writer.ts';
import { createDeeds, NOBODY, said, type WriteBench } from './write-bench.ts';
import { ironicWrites } from './writes-ironic.ts';

/** Each kind of call that remedies make: carried out, refused, and what is read afterwards. */
export function contractWrites(title: string, makeBench: () => Promise<WriteBench>): void {
  // Side by side: a real cloud takes its time, and nothing here shares a thing.
  describe.concurrent(title, () => {
    let bench: WriteBench;
    beforeAll(async () => {
      bench = await makeBench();
    });
    afterAll(() => bench.close());
    const deeds = createDeeds(() => bench);
    const { send, read } = deeds;
    ironicWrites(deeds);

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
