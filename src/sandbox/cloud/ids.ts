import { createHash } from 'node:crypto';

function hex(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

/** A UUID (version 4 in form) that is always the same for the same seed, so that links and tests stay stable. */
export function uuidFrom(seed: string): string {
  const h = hex(seed);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** Keystone and Neutron write ids of projects and users as 32 hexadecimal digits without dashes. */
export function plainIdFrom(seed: string): string {
  return hex(seed).slice(0, 32);
}

/** A MAC address of the locally administered range that QEMU uses (`52:54:00`), the same for the same seed. */
export function macFrom(seed: string): string {
  const h = hex(seed);
  return `52:54:00:${h.slice(0, 2)}:${h.slice(2, 4)}:${h.slice(4, 6)}`;
}

/** A small stable number, e.g. for addresses: `0 <= n < below`. */
export function numberFrom(seed: string, below: number): number {
  return Number.parseInt(hex(seed).slice(0, 8), 16) % below;
}
