import type { Node } from '../openstack/ironic/schema.ts';
import type { Cause } from './cause.ts';
import type { RamdiskLog } from './facts.ts';
import { agentTroubles } from './ramdisk-agent.ts';
import { journalOf } from './ramdisk-journal.ts';
import { clockSigns, kernelTroubles } from './ramdisk-kernel.ts';
import { networkTroubles } from './ramdisk-network.ts';
import { spaceTroubles, stuckProcesses } from './ramdisk-tables.ts';

/** A place in a tarball, as evidence names it. */
export interface RamdiskSign {
  readonly part: string;
  readonly line: string;
  readonly bearing: 'proves' | 'supports' | 'speaks-against';
}

/** One thing that a deploy ramdisk's own log tells. */
export interface RamdiskTrouble {
  /** Ends the finding's code: `agent-image-checksum`, `disk-errors`. */
  readonly id: string;
  readonly cause: Cause;
  /** In plain words, without a full stop. */
  readonly says: string;
  readonly signs: readonly [RamdiskSign, ...RamdiskSign[]];
  /** What to look at next, where the words tell. */
  readonly next?: string | undefined;
  /** The id of the wording, where it is one that is known beyond the ramdisk. */
  readonly signature?: string | undefined;
}

/** What the ramdisk was doing; a broken disk is another finding while cleaning than while deploying. */
export type RamdiskWork = 'deploy' | 'clean' | 'inspect' | 'rescue' | 'service';

/** What the node's ramdisk is or was there for, by the state that the node is in or failed in. */
export function ramdiskWorkOf({ provision_state: state, target_provision_state: target }: Node): RamdiskWork {
  const words = `${state} ${target ?? ''}`;
  if (/clean/.test(words)) return 'clean';
  if (/inspect/.test(words)) return 'inspect';
  if (/rescue/.test(words)) return 'rescue';
  return /service|servicing/.test(words) ? 'service' : 'deploy';
}

/**
 * What a ramdisk's log tells of its failure, the most telling first. One token is not a cause: what a healthy ramdisk
 * logs as well, such as an interface without a cable or a process in a disk wait, only joins what stands by itself.
 */
export function ramdiskTroubles(log: RamdiskLog, work: RamdiskWork): readonly RamdiskTrouble[] {
  const journal = journalOf(log);
  const agent = agentTroubles(journal);
  const kernel = kernelTroubles(journal, work);
  const space = spaceTroubles(log, agent);
  const network = networkTroubles(log, journal);
  const found = mergeByCause([...agent, ...kernel, ...space, ...network]);
  return found.map((trouble) => {
    if (trouble.cause === 'agent-tls') return joined(trouble, clockSigns(journal));
    if (trouble.id === 'disk-errors' || trouble.id === 'disk-hangs')
      return joined(trouble, stuckProcesses(log));
    return trouble;
  });
}

function joined(trouble: RamdiskTrouble, signs: readonly RamdiskSign[]): RamdiskTrouble {
  const [first, ...rest] = trouble.signs;
  return { ...trouble, signs: [first, ...rest, ...signs.slice(0, 2)] };
}

/** Several signs of one cause are one trouble, told by the first; what tells nothing by itself stays apart. */
function mergeByCause(troubles: readonly RamdiskTrouble[]): readonly RamdiskTrouble[] {
  const merged: RamdiskTrouble[] = [];
  for (const trouble of troubles) {
    const at = merged.findIndex(({ cause }) => cause === trouble.cause && cause !== 'insufficient-evidence');
    const same = merged[at];
    if (same) merged[at] = { ...same, signs: [...same.signs, ...trouble.signs.slice(0, 2)] };
    else merged.push(trouble);
  }
  const weight = ({ signs, cause }: RamdiskTrouble) =>
    (signs.some(({ bearing }) => bearing === 'proves') ? 0 : 2) + (cause === 'insufficient-evidence' ? 1 : 0);
  return merged.sort((a, b) => weight(a) - weight(b));
}
