import { logFailure, logPowerFailure } from './logs/failure-lines.ts';
import type { Site } from './site.ts';
import type { FaultRecord, NodeRecord, PortRecord, ServerRecord } from './state.ts';
import { zuluTime } from './times.ts';

/** Reason, history and log of a power failure, worded by `handle_sync_power_state_max_retries_exceeded` in ironic/conductor/manager.py. */
export function failPower(
  site: Site,
  node: NodeRecord,
  since: number,
  expected: string,
  error: string,
): void {
  const text = `During sync_power_state, max retries exceeded for node ${node.uuid}, node state None does not match expected state '${expected}'. Updating DB state to 'None' Switching node to maintenance mode. Error: ${error}`;
  node.power_state = null;
  node.maintenance = true;
  node.maintenance_reason = text;
  node.fault = 'power failure';
  node.last_error = text;
  node.hidden.bmcError = error;
  site.history(node, since, 'monitoring', text);
  logPowerFailure(site, node, since, text, error);
}

/** Puts a text into `last_error` and, as conductors do, into the history and the log. */
export function blame(site: Site, node: NodeRecord, since: number, type: string, text: string): void {
  node.last_error = text;
  site.history(node, since, type, text);
  logFailure(site, node, since, type, text);
}

/** The port of a node that boots its ramdisk on the cleaning network. */
export function onCleaningNetwork(site: Site, node: NodeRecord): PortRecord {
  site.vif(node, 'cleaning', 'cleaning_vif_port_id', { status: 'DOWN' });
  return site.port(node);
}

/** What makes Ironic switch a node's tenant networks: the interface for it, which one conductor's group enables. */
export function switched(site: Site) {
  const conductor_group = 'rack-b';
  const conductor = site.state.conductors.find((one) => one.conductor_group === conductor_group);
  if (conductor) conductor.enables = { network: ['neutron'] };
  return { conductor_group, network_interface: 'neutron' } as const;
}

/** Neutron's mechanism drivers refused the port of an instance. */
export function bindingFailed(site: Site, server: ServerRecord): void {
  const vif = site.state.neutronPorts.find((one) => one.device_id === server.id);
  if (!vif) throw new Error(`${server.name} has no port`);
  Object.assign(vif, { vif_type: 'binding_failed', status: 'DOWN' });
}

function traceback(last: string, exception: string): string {
  return `Traceback (most recent call last):\n  File "/usr/lib/python3/dist-packages/nova/conductor/manager.py", ${last}\n${exception}\n`;
}

/**
 * Nova's fault where no host was found. `filtered`: Placement had candidates and the scheduler's filters removed
 * them; the other text ends with a space, since its reason is empty.
 */
export function noValidHost(site: Site, since: number, how: 'no-candidates' | 'filtered'): FaultRecord {
  const message = `No valid host was found. ${how === 'filtered' ? 'There are not enough hosts available.' : ''}`;
  return {
    code: 500,
    created: zuluTime(site.ago(since)),
    message,
    details: traceback(
      'line 1587, in schedule_and_build_instances\n    host_lists = self._schedule_instances(context, request_specs[0],',
      `nova.exception_Remote.NoValidHost_Remote: ${message}`,
    ),
  };
}

/** Nova's fault after a build failed on the nodes it tried. */
export function retriesExceeded(site: Site, since: number, reason: string): FaultRecord {
  const message = `Exceeded maximum number of retries. ${reason}`;
  return {
    code: 500,
    created: zuluTime(site.ago(since)),
    message,
    details: traceback(
      'line 703, in build_instances\n    raise exception.MaxRetriesExceeded(reason=msg)',
      `nova.exception.MaxRetriesExceeded: ${message}`,
    ),
  };
}

/** ipmitool's complaint as oslo's ProcessExecutionError writes it. */
export function ipmitoolFailure(address: string, command: string, stderr: string): string {
  return `Unexpected error while running command.\nCommand: ipmitool -I lanplus -H ${address} -L ADMINISTRATOR -U ironic -v -R 12 -N 5 -f /tmp/tmpq1x8v0 ${command}\nExit code: 1\nStdout: ''\nStderr: '${stderr}'`;
}

/** What cleaning leaves in `driver_internal_info` while the ramdisk has not called. */
export const cleaningInternals = {
  clean_steps: null,
  agent_erase_devices_iterations: 1,
  agent_erase_devices_zeroize: true,
  agent_continue_if_secure_erase_failed: false,
  agent_continue_if_ata_erase_failed: false,
  agent_enable_nvme_secure_erase: true,
  agent_enable_ata_secure_erase: true,
  disk_erasure_concurrency: 4,
  agent_erase_skip_read_only: false,
} as const;

/** Deploy steps of the direct deploy interface. */
export const deploySteps = [
  ['deploy', 100],
  ['write_image', 80],
  ['prepare_instance_boot', 60],
  ['tear_down_agent', 40],
  ['switch_to_tenant_network', 30],
  ['boot_instance', 20],
].map(([step = '', priority = 0]) => ({ step, priority, argsinfo: null, interface: 'deploy' }));
