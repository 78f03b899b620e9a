import type { Inventory, Port, Portgroup } from '../openstack/ironic/schema.ts';

/**
 * What a bond asks of the switch (Linux Documentation/networking/bonding.rst):
 * - `lacp`: the switch negotiates, and may block a port on which nobody answers;
 * - `static`: the switch spreads frames over all ports unasked, so that one that boots alone loses some of them;
 * - `none`: each port works by itself.
 */
export type BondKind = 'lacp' | 'static' | 'none';

/** Linux names a mode or gives its number; Ironic keeps what it was given. */
export function bondKind(mode: string | null | undefined): BondKind {
  switch ((mode ?? '').trim().toLowerCase()) {
    case '802.3ad':
    case '4':
      return 'lacp';
    case 'balance-rr':
    case '0':
    case 'balance-xor':
    case '2':
    case 'broadcast':
    case '3':
      return 'static';
    default:
      return 'none';
  }
}

/** Ports of a port group that the firmware may boot from. */
export function bootPortsIn(group: Portgroup, ports: readonly Port[]): readonly Port[] {
  return ports.filter((port) => port.portgroup_uuid === group.uuid && port.pxe_enabled !== false);
}

export interface LldpView {
  /** Names of bonded interfaces that had a link at inspection and heard no LLDP. */
  readonly deaf: readonly string[];
  /** Bonded ones that heard it. */
  readonly hearing: readonly string[];
  /** Interfaces outside the bond that heard it: it was listened for, and the switches do send it. */
  readonly others: readonly string[];
}

/** What inspection heard of the switch, by interface. Undefined when it was never listened for. */
export function lldpOf(inventory: Inventory, bonded: readonly Port[]): LldpView | undefined {
  const macs = new Set(bonded.map((port) => port.address.toLowerCase()));
  const view = { deaf: [] as string[], hearing: [] as string[], others: [] as string[] };
  for (const { name, mac_address, has_carrier, lldp } of inventory.inventory.interfaces ?? []) {
    const heard = (lldp ?? []).length > 0;
    const label = name ?? mac_address ?? 'an interface';
    if (!mac_address || !macs.has(mac_address.toLowerCase())) {
      if (heard) view.others.push(label);
    } else if (heard) view.hearing.push(label);
    else if (has_carrier !== false) view.deaf.push(label);
  }
  return view.others.length + view.hearing.length > 0 ? view : undefined;
}
