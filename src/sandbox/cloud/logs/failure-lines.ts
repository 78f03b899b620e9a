import type { Site } from '../site.ts';
import type { NodeRecord } from '../state.ts';
import { minute, second } from '../times.ts';
import { conductorFor } from './conductor-for.ts';
import { type Asker, requestId } from './oslo.ts';

interface Said {
  readonly logger: string;
  readonly text: string;
  readonly traceback?: readonly string[];
}

const UTILS = 'ironic.conductor.utils';

/** What a traceback of the conductor begins and ends with; nobody diagnoses by the frames between. */
function traceback(file: string, where: string, exception: string): readonly string[] {
  const [first = '', ...rest] = exception.split('\n');
  return [
    'Traceback (most recent call last):',
    `  File "/usr/lib/python3/dist-packages/ironic/${file}", ${where}`,
    `ironic.common.exception.${first}`,
    ...rest,
  ];
}

/** The conductor's own words for an error that it puts into `last_error`, where they differ (openstack/ironic ironic/conductor). */
function saidOf({ uuid }: NodeRecord, type: string, text: string): Said | undefined {
  // base_manager.py fails these by the transition alone.
  if (/state can't be resumed by conductor/.test(text)) return undefined;
  switch (type) {
    case 'deploying': {
      const unexpected = /^Failed to prepare to deploy\. Exception: (.*)$/s.exec(text)?.[1];
      if (unexpected !== undefined)
        return {
          logger: UTILS,
          text: `Unexpected error while preparing to deploy to node ${uuid}`,
          traceback: [
            'Traceback (most recent call last):',
            '  File "/usr/lib/python3/dist-packages/ironic/conductor/deployments.py", line 174, in do_node_deploy',
            '    task.driver.deploy.prepare(task)',
            `OSError: ${unexpected}`,
          ],
        };
      const prepared = /^Failed to prepare to deploy: (.*)$/s.exec(text)?.[1];
      if (prepared !== undefined)
        return { logger: UTILS, text: `Error while preparing to deploy to node ${uuid}: ${prepared}` };
      const [, step, reason] = /^Deploy step (\w+\.\w+) failed: (.*)$/s.exec(text) ?? [];
      if (step !== undefined && reason !== undefined) {
        const [interfaceName, name] = step.split('.');
        return {
          logger: UTILS,
          text: `Node ${uuid} failed deploy step {'interface': '${interfaceName}', 'step': '${name}', 'args': {}, 'priority': 100}: ${reason}`,
        };
      }
      return { logger: UTILS, text: named(uuid, text) };
    }
    case 'cleaning':
      if (text.startsWith('Timeout reached'))
        return { logger: UTILS, text: `Cleaning for node ${uuid} failed. ${text}` };
      return {
        logger: UTILS,
        text: named(uuid, text),
        ...(text.startsWith('Failed to prepare node')
          ? {
              traceback: traceback(
                'conductor/cleaning.py',
                'line 161, in do_node_clean',
                `NodeCleaningFailure: ${text}`,
              ),
            }
          : {}),
      };
    case 'introspection':
      return { logger: UTILS, text: `Failed to inspect node ${uuid}: ${text}` };
    case 'unprovision':
      return {
        logger: 'ironic.conductor.manager',
        text: `Error in tear_down of node ${uuid}`,
        traceback: traceback(
          'conductor/manager.py',
          'line 1139, in _do_node_tear_down',
          `${/IPMI/.test(text) ? 'IPMIFailure' : 'NetworkError'}: ${text.replace(/^Failed to tear down(?:\. Error)?: /, '')}`,
        ),
      };
    case 'verify':
      return { logger: 'ironic.conductor.verify', text };
    default:
      return { logger: 'ironic.conductor.manager', text: named(uuid, text) };
  }
}

/** Log messages name the node; what is kept in the node's own record need not. */
function named(uuid: string, text: string): string {
  return text.includes(uuid) ? text : `Node ${uuid}: ${text}`;
}

/** Where a failed state is reached from, and how long the work took that ended there. */
const WORK: Readonly<Record<string, { before: string; during: string; waits?: string; took: number }>> = {
  'deploy failed': { during: 'deploying', waits: 'wait call-back', before: 'available', took: 5 * minute },
  'clean failed': { during: 'cleaning', waits: 'clean wait', before: 'manageable', took: 9 * minute },
  'inspect failed': { during: 'inspecting', waits: 'inspect wait', before: 'manageable', took: 4 * minute },
  'rescue failed': { during: 'rescue wait', before: 'rescuing', took: 31 * minute },
  'unrescue failed': { during: 'unrescuing', before: 'rescue', took: 20 * second },
  'adopt failed': { during: 'adopting', before: 'manageable', took: 2 * second },
  'service failed': { during: 'servicing', waits: 'service wait', before: 'active', took: 12 * minute },
  error: { during: 'deleting', before: 'active', took: 15 * second },
};
const TIMED_OUT = /^Timeout reached/i;
const VAGUE = /IPMI call failed: power status/;

/**
 * What the conductor writes while an operation of the node ends with `text`: how it came into its work, the error, and
 * how it left it.
 */
export function logFailure(site: Site, node: NodeRecord, since: number, type: string, text: string): void {
  const host = conductorFor(node);
  const work = WORK[node.provision_state];
  const asker: Asker = {
    by: type === 'deploying' || type === 'unprovision' ? 'nova' : 'operator',
    request: requestId(`${node.uuid}-${since}`),
  };
  const late = TIMED_OUT.test(text);
  const by: Asker = late ? 'itself' : asker;
  const log = (ago: number, level: 'INFO' | 'ERROR', said: Said, who: Asker = by) =>
    site.log({ ago, service: 'ironic-conductor', host, level, asker: who, ...said });
  const moved = (to: string, from: string, target: string | null): Said => ({
    logger: 'ironic.conductor.task_manager',
    text: `Node ${node.uuid} moved to provision state "${to}" from state "${from}"; target provision state is "${target ?? 'None'}"`,
  });
  const said = saidOf(node, type, text);
  const target = node.target_provision_state;
  if (work) {
    const took = late ? 31 * minute : work.took;
    log(since + took, 'INFO', moved(work.during, work.before, target), asker);
    const from = (late ? work.waits : undefined) ?? work.during;
    if (from !== work.during) log(since + took - 8 * second, 'INFO', moved(from, work.during, target), asker);
    // A time-out fails the node first and tells why afterwards.
    log(since + (late ? 40 : 10), 'ERROR', moved(node.provision_state, from, target));
  }
  if (VAGUE.test(text)) logIpmitool(site, node, since + 30, by);
  if (said) log(since + 25, 'ERROR', said);
}

/** What ipmitool printed is in the log alone: the error itself says only that the call failed (ironic/drivers/modules/ipmitool.py). */
function logIpmitool(site: Site, node: NodeRecord, ago: number, asker: Asker): void {
  const command = `ipmitool -I lanplus -H ${node.driver_info['ipmi_address']} -L ADMINISTRATOR -U ironic -v -R 12 -N 5 -f /tmp/tmpq1x8v0 power status`;
  site.log({
    ago,
    service: 'ironic-conductor',
    host: conductorFor(node),
    level: 'WARNING',
    logger: 'ironic.drivers.modules.ipmitool',
    asker,
    text: `IPMI power status failed for node ${node.uuid} with error: Unexpected error while running command.\nCommand: ${command}\nExit code: 1\nStdout: ''\nStderr: 'Error: Unable to establish IPMI v2 / RMCP+ session\\n'.`,
  });
}

/** A BMC that the periodic look at the power states gives up on: each failed attempt, then the node's maintenance. */
export function logPowerFailure(
  site: Site,
  node: NodeRecord,
  since: number,
  text: string,
  error: string,
): void {
  const host = conductorFor(node);
  const log = (ago: number, level: 'WARNING' | 'ERROR', logger: string, words: string) =>
    site.log({ ago, service: 'ironic-conductor', host, level, logger, asker: 'itself', text: words });
  for (const attempt of [1, 2, 3, 4]) {
    const ago = since + (4 - attempt) * minute;
    if (VAGUE.test(error)) logIpmitool(site, node, ago + 20, 'itself');
    // The fourth is the one too many.
    if (attempt < 4)
      log(
        ago,
        'WARNING',
        'ironic.conductor.manager',
        `During sync_power_state, could not get power state for node ${node.uuid}, attempt ${attempt} of 3. Error: ${error}.`,
      );
  }
  log(since + 5, 'ERROR', 'ironic.conductor.manager', text);
}
