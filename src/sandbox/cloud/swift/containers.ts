import { gzipSync } from 'node:zlib';
import type { CloudState, NodeRecord } from '../state.ts';
import { bareTime } from '../times.ts';
import { tarOf } from './tar.ts';

/** Ironic's default for `[agent]deploy_logs_swift_container`. */
export const logsContainer = 'ironic_deploy_logs_container';

export interface LeftBehind {
  /** Milliseconds, when the conductor fetched it. */
  readonly at: number;
  /** `cleaning`, `service`, `inspect`; none for a deploy. */
  readonly label?: string;
  /** Texts by the names that ironic-python-agent packs them under. */
  readonly files: Readonly<Record<string, string>>;
}

/** What a conductor fetched from a deploy ramdisk and put away; named as openstack/ironic ironic/drivers/utils.py does. */
export function leaveRamdiskLog(state: CloudState, node: NodeRecord, { at, label, files }: LeftBehind): void {
  const time = new Date(at).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '-');
  const fields = [node.uuid, node.name, node.instance_uuid, label, time].filter(Boolean);
  const known = state.containers.find(({ name }) => name === logsContainer);
  const container = known ?? { name: logsContainer, objects: [] };
  if (!known) state.containers.push(container);
  container.objects.push({
    name: `${fields.join('_')}.tar.gz`,
    body: gzipSync(tarOf(files, at)),
    last_modified: bareTime(at),
  });
}
