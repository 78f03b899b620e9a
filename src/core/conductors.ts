import type { Conductor, Node } from '../openstack/ironic/schema.ts';

const groupOf = (of: { readonly conductor_group?: string | null | undefined }) =>
  (of.conductor_group ?? '').toLowerCase();

/** Host names are compared as Ironic's database does: without regard to case. */
export function conductorNamed(
  conductors: readonly Conductor[],
  hostname: string | null | undefined,
): Conductor | undefined {
  return conductors.find((one) => one.hostname.toLowerCase() === hostname?.toLowerCase());
}

/** A release that does not say `alive` has said nothing; only `false` is death. */
export const isDead = (conductor: Conductor): boolean => conductor.alive === false;

/**
 * Living conductors that could take the node: same conductor group and, where the list tells, its driver
 * (openstack/ironic doc/source/admin/conductor-groups.rst: a grouped conductor takes only its group, and a node
 * without a group needs a conductor without one).
 */
export function conductorsFor(node: Node, conductors: readonly Conductor[]): readonly Conductor[] {
  return sameGroup(node, conductors).filter(
    (one) => !isDead(one) && (!one.drivers || !node.driver || one.drivers.includes(node.driver)),
  );
}

/** Conductors of the node's group, dead or alive. */
export function sameGroup(node: Node, conductors: readonly Conductor[]): readonly Conductor[] {
  return conductors.filter((one) => groupOf(one) === groupOf(node));
}

/** `"rack-b"`, or `no group` for the default one. */
export function groupName(node: Node): string {
  return node.conductor_group ? `conductor group "${node.conductor_group}"` : 'the default conductor group';
}
