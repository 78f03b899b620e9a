import { expect, it } from 'vitest';
import { type Deeds, ironicSays, NOBODY, said } from './write-bench.ts';

/** What remedies ask of Ironic: carried out, refused, and what is read afterwards. */
export function ironicWrites({ bench, send, provision, patch, read, brought, settled }: Deeds): void {
  it('provision: verbs lead where they say, and others are refused in words', async () => {
    const uuid = await bench().node();
    const inEnroll = 'can not be performed on node "#" while it is in state "enroll".';
    expect(said(await provision(uuid, 'provide'))).toBe(
      ironicSays(`The requested action "provide" ${inEnroll}`),
    );
    expect(said(await provision(uuid, 'dance'))).toBe(ironicSays(`The requested action "dance" ${inEnroll}`));
    // Both end at 1.82, before these verbs and their steps came.
    expect(said(await provision(uuid, 'unhold'))).toBe(
      ironicSays(`The requested action "unhold" ${inEnroll}`),
    );
    const steps = [{ interface: 'network', step: 'reattach_networking' }];
    expect(said(await provision(uuid, 'service', { service_steps: steps }))).toBe(
      ironicSays('Unexpected arguments: service_steps'),
    );
    expect(said(await send('ironic', 'PUT', `/v1/nodes/${uuid}/states/provision`, {}))).toBe(
      ironicSays('Missing mandatory parameter: target'),
    );
    expect(said(await provision(NOBODY, 'manage'))).toBe(ironicSays('Node # could not be found.', 404));
    await brought(uuid, 'manage', 'manageable');
    expect(said(await provision(uuid, 'clean'))).toBe(
      ironicSays('"clean_steps" is required when setting target provision state to clean'),
    );
    await brought(uuid, 'provide', 'available');
    await brought(uuid, 'manage', 'manageable');
    await brought(uuid, 'inspect', 'manageable');
    expect((await read(uuid)).last_error).toBeNull();
  });

  it('provision: a wait is left by abort, and what failed by manage', async () => {
    const uuid = await bench().node({ waits: true });
    await brought(uuid, 'manage', 'manageable');
    await brought(uuid, 'provide', 'clean wait');
    const power = await send('ironic', 'PUT', `/v1/nodes/${uuid}/states/power`, { target: 'power off' });
    expect(said(power)).toBe(
      ironicSays(
        'The requested action "power off" can not be performed on node "#" while it is in state "clean wait".',
      ),
    );
    expect(said(await patch(uuid, { op: 'add', path: '/extra/a', value: 'b' }))).toBe(
      ironicSays('Node # can not be updated while a state transition is in progress.', 409),
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
    const uuid = await bench().node();
    await brought(uuid, 'manage', 'manageable');
    await patch(uuid, { op: 'add', path: '/instance_info', value: { image_source: NOBODY } });
    await brought(uuid, 'adopt', 'active');
    expect(said(await provision(uuid, 'rescue'))).toBe(
      ironicSays('A non-empty "rescue_password" is required when setting target provision state to rescue'),
    );
    expect(said(await provision(uuid, 'unrescue'))).toMatch(/ while it is in state "active"\.$/);
    await brought(uuid, 'rescue', 'rescue', { rescue_password: 'not-kept' });
    await brought(uuid, 'unrescue', 'active');
    const keep = { op: 'replace', path: '/protected', value: true };
    expect(await patch(uuid, keep)).toMatchObject({ status: 200, outcome: 'accepted' });
    expect(said(await provision(uuid, 'deleted'))).toBe(
      ironicSays('Node # is protected and cannot be undeployed, rebuilt or deleted', 403),
    );
    await patch(uuid, { ...keep, value: false });
    const gone = await brought(uuid, 'deleted', 'available');
    expect(gone).toMatchObject({ instance_uuid: null, instance_info: {} });
  });

  it('power: switched, and refused for words that are no state', async () => {
    const uuid = await bench().node();
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
    const uuid = await bench().node();
    const path = `/v1/nodes/${uuid}/maintenance`;
    expect(await send('ironic', 'PUT', path, { reason: 'a disk is changed' })).toMatchObject({
      status: 202,
    });
    expect(await read(uuid)).toMatchObject({ maintenance: true, maintenance_reason: 'a disk is changed' });
    expect(said(await send('ironic', 'PUT', path, { reason: 7 }))).toBe(
      ironicSays('Expected string for reason: #'),
    );
    expect(said(await send('ironic', 'PUT', path, { more: 1 }))).toBe(
      ironicSays('Unexpected arguments: more'),
    );
    expect(await send('ironic', 'DELETE', path)).toMatchObject({ status: 202, outcome: 'accepted' });
    expect(await read(uuid)).toMatchObject({ maintenance: false, maintenance_reason: null, fault: null });
    expect(said(await send('ironic', 'DELETE', `/v1/nodes/${NOBODY}/maintenance`))).toBe(
      ironicSays('Node # could not be found.', 404),
    );
  });

  it('fields: interface, class and properties are set where the state allows', async () => {
    const uuid = await bench().node();
    const before = await read(uuid);
    const driver = await bench().cloud.ironic.driver(before.driver ?? '');
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
      ironicSays("Schema error for patch: # is not of type 'string', 'null'"),
    );
    expect(said(await send('ironic', 'PATCH', `/v1/nodes/${uuid}`, {}))).toBe(
      ironicSays("Schema error for patch: {} is not of type 'array'"),
    );
    await brought(uuid, 'manage', 'manageable');
    await patch(uuid, { op: 'add', path: '/instance_info', value: { image_source: NOBODY } });
    await brought(uuid, 'adopt', 'active');
    const quiet = '(enroll, inspecting, inspect wait, manageable, available) states';
    const unless = `updated unless it is in one of allowed ${quiet}`;
    expect(said(await patch(uuid, { ...raid, value: before.raid_interface }))).toBe(
      ironicSays(`Node # can not have raid_interface ${unless} or in maintenance mode.`, 409),
    );
    expect(said(await patch(uuid, { ...ofClass, value: 'lab.third' }))).toBe(
      ironicSays(`Node # can not have resource_class ${unless}.`, 409),
    );
  });

  it('traits: added, replaced and taken', async () => {
    const { traits } = bench().cloud.ironic;
    const uuid = await bench().node();
    const path = `/v1/nodes/${uuid}/traits`;
    expect(await send('ironic', 'PUT', `${path}/CUSTOM_W`)).toMatchObject({
      status: 204,
      outcome: 'accepted',
    });
    expect(await send('ironic', 'PUT', `${path}/CUSTOM_W`)).toMatchObject({ status: 204 });
    expect(await traits(uuid)).toEqual(['CUSTOM_W']);
    expect(said(await send('ironic', 'PUT', `${path}/low`))).toBe(
      ironicSays(
        "Schema error for trait: 'low' is not valid under any of the given schemas. Possible root cause: 'low' does not match '^CUSTOM_[A-Z#-#_]+$'",
      ),
    );
    const list = { traits: ['CUSTOM_A', 'HW_CPU_X86_VMX'] };
    expect(await send('ironic', 'PUT', path, list)).toMatchObject({ status: 204 });
    expect([...((await traits(uuid)) ?? [])].sort()).toEqual(list.traits);
    expect(said(await send('ironic', 'DELETE', `${path}/CUSTOM_W`))).toBe(
      ironicSays("Node # doesn't have a trait 'CUSTOM_W'", 404),
    );
    expect(await send('ironic', 'DELETE', `${path}/CUSTOM_A`)).toMatchObject({ status: 204 });
    expect(await traits(uuid)).toEqual(['HW_CPU_X86_VMX']);
    expect(await send('ironic', 'DELETE', path)).toMatchObject({ status: 204 });
    expect(await traits(uuid)).toEqual([]);
  });

  it('VIFs: detached, which the interface noop takes for done', async () => {
    const path = `/v1/nodes/${await bench().node()}/vifs`;
    expect(await send('ironic', 'POST', path, { id: NOBODY })).toMatchObject({ status: 204 });
    expect(await send('ironic', 'DELETE', `${path}/${NOBODY}`)).toMatchObject({
      status: 204,
      outcome: 'accepted',
    });
    expect(said(await send('ironic', 'POST', path, {}))).toBe(
      ironicSays("Schema error for vif: 'id' is a required property"),
    );
    expect(said(await send('ironic', 'DELETE', `${path}/a%20b`))).toBe(
      ironicSays('Expected UUID or name for vif_id: a b'),
    );
  });
}
