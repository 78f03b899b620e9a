import type { Site } from '../site.ts';
import type { NodeRecord } from '../state.ts';
import { second } from '../times.ts';
import { type Asker, requestId } from './oslo.ts';

export interface Reservation {
  readonly host: string;
  /** Milliseconds for which it has been held. */
  readonly held: number;
  /** Milliseconds ago at which somebody else's updates were asked for; each was refused. */
  readonly refused: readonly number[];
}

const PURPOSE = 'power state sync';
/** `[conductor]node_locked_retry_attempts` times its interval. */
const RETRIES = 2.1 * second;

/**
 * The look at the power states found a node that is on and should be off, took it for itself, and waits for its BMC.
 * Worded by openstack/ironic ironic/conductor/task_manager.py, ironic/conductor/manager.py, ironic/common/json_rpc/server.py.
 */
export function logReservation(site: Site, node: NodeRecord, { host, held, refused }: Reservation): void {
  const { uuid } = node;
  const log = (ago: number, level: 'DEBUG' | 'WARNING', logger: string, text: string, asker: Asker) =>
    site.log({ ago, service: 'ironic-conductor', host, level, logger, asker, text });
  const locks = 'ironic.conductor.task_manager';
  log(held + 310, 'DEBUG', locks, `Attempting to get shared lock on node ${uuid} (for ${PURPOSE})`, 'itself');
  log(
    held + 14,
    'DEBUG',
    locks,
    `Upgrading shared lock on node ${uuid} for ${PURPOSE} to an exclusive one (shared lock was held 0.30 seconds)`,
    'itself',
  );
  log(
    held,
    'DEBUG',
    locks,
    `Node ${uuid} successfully reserved for ${PURPOSE} (took 0.01 seconds)`,
    'itself',
  );
  log(
    held - 5,
    'WARNING',
    'ironic.conductor.manager',
    `During sync_power_state, node ${uuid} state 'power on' does not match expected state. Changing hardware state to 'power off'.`,
    'itself',
  );
  const command = `ipmitool -I lanplus -H ${node.driver_info['ipmi_address']} -L ADMINISTRATOR -U ironic -v -R 7 -N 5 -f /tmp/tmpk3r0v1zq power off`;
  log(
    held / 2 - 2 * second,
    'WARNING',
    'ironic.drivers.modules.ipmitool',
    `IPMI Error encountered, retrying "${command}" for node ${uuid}. Error: Unexpected error while running command.\nCommand: ${command}\nExit code: 1\nStdout: ''\nStderr: 'Error: Unable to establish IPMI v2 / RMCP+ session\\n'`,
    'itself',
  );
  for (const ago of refused) {
    const asker = { by: 'operator', request: requestId(`${uuid}-update-${ago}`) } as const;
    log(ago + 12, 'DEBUG', 'ironic.conductor.manager', `RPC update_node called for node ${uuid}.`, asker);
    log(ago, 'DEBUG', locks, `Attempting to get exclusive lock on node ${uuid} (for node update)`, asker);
    log(
      ago - RETRIES,
      'DEBUG',
      'ironic.common.json_rpc.server',
      `RPC error NodeLocked: Node ${uuid} is locked by host ${host}, please retry after the current operation is completed.`,
      asker,
    );
  }
}
