import { ok, type Reply } from '../reply.ts';
import type { ConductorRecord, DriverRecord } from '../state.ts';
import { type IronicCall, requireSystemView } from './context.ts';
import { noSuchPath, refuse } from './errors.ts';
import { fieldsOf, flag, list } from './lists.ts';
import { links } from './node-view.ts';

function viewConductor(call: IronicCall, conductor: ConductorRecord, detail: boolean) {
  return {
    ...(detail ? { created_at: conductor.created_at, updated_at: conductor.updated_at } : {}),
    hostname: conductor.hostname,
    conductor_group: conductor.conductor_group,
    ...(detail ? { drivers: conductor.drivers } : {}),
    links: links(call.base, `conductors/${conductor.hostname}`),
    alive: conductor.alive,
  };
}

/** `GET /v1/conductors`, from 1.49 on; `detail=true` adds drivers and times. */
export function getConductors(call: IronicCall): Reply {
  if (call.minor < 49) return noSuchPath();
  requireSystemView(call, 'baremetal:conductor:get');
  const detail = flag(call, 'detail') === true;
  const asked = fieldsOf(call);
  return list(call, {
    name: 'conductors',
    path: 'conductors',
    singular: 'Conductor',
    items: call.context.state.conductors,
    idOf: (conductor) => conductor.hostname,
    view(conductor) {
      const whole = viewConductor(call, conductor, detail || asked !== null);
      if (asked === null) return whole;
      return Object.fromEntries(
        Object.entries(whole).filter(([name]) => name === 'links' || asked.includes(name)),
      );
    },
  });
}

/** `GET /v1/conductors/<host>`, always whole. */
export function getConductor(call: IronicCall, hostname: string): Reply {
  if (call.minor < 49) return noSuchPath();
  requireSystemView(call, 'baremetal:conductor:get');
  const conductor = call.context.state.conductors.find((one) => one.hostname === hostname);
  return conductor
    ? ok(viewConductor(call, conductor, true))
    : refuse(404, `Conductor ${hostname} could not be found.`);
}

function viewDriver(call: IronicCall, driver: DriverRecord, detail: boolean) {
  const serving = call.context.state.conductors.filter(
    (conductor) => conductor.alive && conductor.drivers.includes(driver.name),
  );
  const hosts = serving.map((conductor) => conductor.hostname);
  const interfaces = Object.entries(driver.interfaces).flatMap(([kind, known]) => [
    [`default_${kind}_interface`, known.default],
    // What any conductor of the driver has registered (ironic/api/controllers/v1/driver.py).
    [
      `enabled_${kind}_interfaces`,
      [...new Set([...known.enabled, ...serving.flatMap(({ enables }) => enables?.[kind] ?? [])])],
    ],
  ]);
  return {
    name: driver.name,
    hosts,
    links: links(call.base, `drivers/${driver.name}`),
    properties: links(call.base, `drivers/${driver.name}/properties`),
    ...(call.minor >= 30 ? { type: 'dynamic' } : {}),
    ...(call.minor >= 30 && detail ? Object.fromEntries(interfaces) : {}),
  };
}

/** `GET /v1/drivers`; `detail=true` adds the default and enabled interfaces, from 1.30 on. */
export function getDrivers(call: IronicCall): Reply {
  requireSystemView(call, 'baremetal:driver:get');
  const detail = flag(call, 'detail') === true;
  return ok({ drivers: call.context.state.drivers.map((driver) => viewDriver(call, driver, detail)) });
}

/** `GET /v1/drivers/<name>`, always whole. */
export function getDriver(call: IronicCall, name: string): Reply {
  requireSystemView(call, 'baremetal:driver:get');
  const driver = call.context.state.drivers.find((one) => one.name === name);
  if (driver) return ok(viewDriver(call, driver, true));
  return refuse(404, `Could not find the following driver(s) or hardware type(s): ${name}.`);
}
