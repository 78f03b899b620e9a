import type { Driver, Node } from '../openstack/ironic/schema.ts';

/**
 * A node's hardware interfaces and the microversion that has each (openstack/ironic
 * doc/source/contributor/webapi-version-history.rst).
 */
export const INTERFACES = {
  bios_interface: '1.40',
  boot_interface: '1.31',
  console_interface: '1.31',
  deploy_interface: '1.31',
  firmware_interface: '1.86',
  inspect_interface: '1.31',
  management_interface: '1.31',
  network_interface: '1.20',
  power_interface: '1.31',
  raid_interface: '1.31',
  rescue_interface: '1.38',
  storage_interface: '1.33',
  vendor_interface: '1.31',
} as const satisfies Record<string, string>;
export type InterfaceField = keyof typeof INTERFACES;
export const INTERFACE_FIELDS = Object.keys(INTERFACES) as readonly InterfaceField[];

/** What the driver's conductors have enabled for it; undefined where this release does not tell. */
export function enabledFor(driver: Driver, field: InterfaceField): readonly string[] | undefined {
  const kind = field.replace('_interface', '') as KindOf<InterfaceField>;
  return driver[`enabled_${kind}_interfaces`] ?? undefined;
}
type KindOf<F extends string> = F extends `${infer Kind}_interface` ? Kind : never;

/** Fields whose value the driver's conductors do not have enabled. */
export function notEnabled(node: Node, driver: Driver): readonly InterfaceField[] {
  return INTERFACE_FIELDS.filter((field) => {
    const value = node[field];
    const enabled = enabledFor(driver, field);
    return Boolean(value) && enabled !== undefined && !enabled.includes(value ?? '');
  });
}
