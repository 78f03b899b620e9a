export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** As Ironic writes times: `2026-11-22T17:20:18+00:00`. */
export function ironicTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** As Nova, Neutron and Glance write most times: `2026-11-22T17:20:18Z`. */
export function zuluTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** As Nova writes service and action times and Ironic its internal ones, with microseconds and no zone. */
export function bareTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.000000`;
}
