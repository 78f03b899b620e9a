import type { Flavor } from '../openstack/nova/schema.ts';

/** What a flavor asks of Placement and of the scheduler's filters. */
export interface Demand {
  /** Custom resource classes with the amount, e.g. `CUSTOM_BAREMETAL_GOLD`: those above 0. */
  readonly classes: Readonly<Record<string, number>>;
  /**
   * `VCPU`, `MEMORY_MB`, `DISK_GB` as far as they are asked for. A node has had none of them since Nova 19
   * (Stein), so a bare metal flavor sets each to 0.
   */
  readonly virtual: Readonly<Record<string, number>>;
  readonly required: readonly string[];
  readonly forbidden: readonly string[];
  /** `capabilities:KEY` by key, with the operator as it was written. */
  readonly capabilities: Readonly<Record<string, string>>;
  /** True when somebody set one of the virtual amounts to 0: the flavor is meant for bare metal. */
  readonly meantForNodes: boolean;
}

const VIRTUAL = [
  ['VCPU', 'vcpus'],
  ['MEMORY_MB', 'ram'],
  ['DISK_GB', 'disk'],
] as const;

/**
 * Reads a flavor as Nova's scheduler does (openstack/nova nova/scheduler/utils.py ResourceRequest): `resources[N]:`,
 * `trait[N]:` and `capabilities:` in the extra specs; vcpus, ram and disk unless an extra spec overrides them.
 * Undefined when the extra specs were not told.
 */
export function demandOf(flavor: Flavor): Demand | undefined {
  if (!flavor.extra_specs) return undefined;
  const classes: Record<string, number> = {};
  const required: string[] = [];
  const forbidden: string[] = [];
  const capabilities: Record<string, string> = {};
  const overridden = new Map<string, number>();
  for (const [key, value] of Object.entries(flavor.extra_specs)) {
    const [, resource] = /^resources(?:_?[\w-]+)?:(.+)$/.exec(key) ?? [];
    const [, trait] = /^trait(?:_?[\w-]+)?:(.+)$/.exec(key) ?? [];
    const [, capability] = /^capabilities:(.+)$/.exec(key) ?? [];
    if (resource?.startsWith('CUSTOM_')) {
      if (Number(value) > 0) classes[resource] = Number(value);
    } else if (resource) overridden.set(resource, Number(value));
    if (trait && value === 'required') required.push(trait);
    if (trait && value === 'forbidden') forbidden.push(trait);
    if (capability) capabilities[capability] = value;
  }
  const virtual: Record<string, number> = {};
  for (const [name, field] of VIRTUAL) {
    const amount = overridden.get(name) ?? flavor[field] ?? 0;
    if (amount > 0) virtual[name] = amount;
  }
  const meantForNodes = VIRTUAL.some(([name]) => overridden.get(name) === 0);
  return { classes, virtual, required, forbidden, capabilities, meantForNodes };
}
