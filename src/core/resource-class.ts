import { distance } from '../lib/nearest.ts';

/**
 * The name under which Placement knows a node's resource class: upper case, `CUSTOM_` in front, every run of other
 * characters one `_` (openstack/os-resource-classes os_resource_classes/__init__.py normalize_name). A prefix that is
 * already there is not recognised: `CUSTOM_GOLD` on a node becomes `CUSTOM_CUSTOM_GOLD`. Undefined without a class.
 */
export function customClass(resource_class: string | null | undefined): string | undefined {
  if (!resource_class) return undefined;
  return `CUSTOM_${resource_class.replace(/[^0-9A-Za-z]+/g, '_').toUpperCase()}`;
}

/** The names that are the fewest keystrokes away, nearest first; those that share less than half of it are left out. */
export function nearestNames(name: string, known: Iterable<string>, most = 3): readonly string[] {
  return [...new Set(known)]
    .filter((other) => other !== name)
    .map((other) => ({ other, far: distance(bare(name), bare(other)) }))
    .filter(({ other, far }) => far <= Math.max(bare(name).length, bare(other).length) / 2)
    .sort((a, b) => a.far - b.far || a.other.localeCompare(b.other))
    .slice(0, most)
    .map(({ other }) => other);
}

/** Without the prefix that every class has, and that some people write twice. */
function bare(name: string): string {
  return name.replace(/^(?:CUSTOM_)+/, '').slice(0, 255);
}
