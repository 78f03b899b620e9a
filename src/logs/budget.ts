import type { ByteBudget } from './log-source.ts';

const MEGABYTE = 1_000_000;

/** For one question. */
export function createBudget(megabytes: number): ByteBudget {
  const total = Math.round(megabytes * MEGABYTE);
  let left = total;
  return {
    total,
    left: () => left,
    take(bytes) {
      const taken = Math.min(left, bytes);
      left -= taken;
      return taken;
    },
  };
}

/** `512 MB`, `0.3 MB`: a size as people say it. */
export function sizeInWords(bytes: number): string {
  const megabytes = bytes / MEGABYTE;
  if (megabytes >= 10) return `${Math.round(megabytes)} MB`;
  return megabytes >= 0.1 ? `${Math.round(megabytes * 10) / 10} MB` : `${Math.round(bytes / 100) / 10} kB`;
}
