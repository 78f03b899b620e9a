import type { ComputeService, Hypervisor } from '../openstack/nova/schema.ts';

export type ComputeTrouble = 'disabled' | 'down' | 'forced down';

/** Why Nova schedules nothing through this nova-compute, or nothing when it would. */
export function computeTrouble(service: ComputeService): ComputeTrouble | undefined {
  if (service.forced_down) return 'forced down';
  if (service.status === 'disabled') return 'disabled';
  return service.state === 'down' ? 'down' : undefined;
}

export function isCompute(service: ComputeService): boolean {
  return service.binary === 'nova-compute';
}

/**
 * Ten failed builds in a row disabled a nova-compute in Nova 17 (Pike to Queens); its words are kept in the reason.
 * Since Nova 18 the count only lowers the weight (openstack/nova nova/conf/compute.py
 * consecutive_build_service_disable_threshold).
 */
export function disabledByBuildFailures(service: ComputeService): boolean {
  return /build failures?/i.test(service.disabled_reason ?? '');
}

/** The host of the nova-compute that has a node, from Nova's own list; undefined when that does not show the node. */
export function computeHostOf(node_uuid: string, hypervisors: readonly Hypervisor[]): string | undefined {
  const hypervisor = hypervisors.find((one) => one.hypervisor_hostname === node_uuid);
  return hypervisor?.service?.host ?? undefined;
}

/** Status, state and reason in one line, e.g. `disabled, up: "switch maintenance"`. */
export function computeWords(service: ComputeService): string {
  const forced = service.forced_down ? ', forced down' : '';
  const reason = service.disabled_reason ? `: "${service.disabled_reason}"` : '';
  const seen = service.updated_at && service.state === 'down' ? `, last report ${service.updated_at}` : '';
  return `${service.status}, ${service.state}${forced}${seen}${reason}`;
}
