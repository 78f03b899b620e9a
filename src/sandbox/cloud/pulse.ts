import type { CloudState } from './state.ts';
import { bareTime, ironicTime } from './times.ts';

/** Renews what living processes renew by themselves: heartbeats of conductors, compute services and ramdisks. */
export function pulse(state: CloudState, now: number): void {
  for (const conductor of state.conductors) if (conductor.alive) conductor.updated_at = ironicTime(now);
  for (const service of state.computeServices) if (service.state === 'up') service.updated_at = bareTime(now);
  for (const node of state.nodes) {
    if (!node.hidden.heartbeats) continue;
    node.driver_internal_info = {
      ...node.driver_internal_info,
      agent_last_heartbeat: bareTime(now),
    };
  }
}
