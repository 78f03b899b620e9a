import type { Node } from '../openstack/ironic/schema.ts';
import { textIn } from './bag.ts';
import { bmcHostOf, bmcSubnetOf } from './bmc.ts';
import { type BmcSign, bmcSignsIn, sameBmcTrouble } from './bmc-words.ts';
import type { Facts } from './facts.ts';
import type { Evidence, Step } from './finding.ts';
import { powerFailure } from './maintenance.ts';
import { typedName } from './node-words.ts';
import { someNames } from './other-nodes.ts';
import { recoveryBlockers } from './power-recovery.ts';

/** Frames that a fault of the BMC is the reason for, whichever of them happens to be found. */
export const FRAMES_OF_BMC_TROUBLE = [
  'verify-failed',
  'power-sync-fault',
  'power-sync-hidden',
  'power-state-unread',
  'power-action-failed',
] as const;

/** What every finding about a BMC shows: the words, the power state that never came, and who shares the trouble. */
export async function bmcEvidence(
  facts: Facts,
  node: Node,
  { words, sign }: BmcSign,
): Promise<[Evidence, ...Evidence[]]> {
  // The innermost wording may be a vague one while another in the same text leaves no doubt about the same cause.
  const certain = bmcSignsIn(words.text).some(
    (one) => one.cause === sign.cause && one.signature.bearing === 'proves',
  );
  const evidence: [Evidence, ...Evidence[]] = [
    { bearing: certain ? 'proves' : 'supports', source: words.source, observed: words.text },
  ];
  if (node.power_state === null || node.power_state === 'error') {
    evidence.push({
      bearing: 'supports',
      source: 'node.power_state',
      observed: `${node.power_state ?? 'none'}: the BMC does not tell it`,
    });
  }
  const nodes = await facts.maybe.nodes();
  const sharing = nodes ? sameBmcTrouble(nodes, node, sign.cause) : [];
  if (sharing.length > 0) {
    const subnet = bmcSubnetOf(node);
    const near = sharing.filter((other) => subnet !== undefined && bmcSubnetOf(other) === subnet);
    const where = near.length > 0 ? `, ${near.length} of them in BMC subnet ${subnet}` : '';
    evidence.push({
      bearing: 'supports',
      source: 'nodes[last_error]',
      observed: `${sharing.length} more with the same trouble${where}: ${someNames(sharing, 3)}`,
    });
  }
  return evidence;
}

/** How the node comes back once the BMC is well: a power fault goes by itself, a failed verification does not. */
export function afterBmcRepair(node: Node): Step {
  const blocked = recoveryBlockers(node)[0];
  return powerFailure(node)
    ? {
        text: blocked
          ? `Fault and maintenance do not go by themselves as things are (${blocked.source} ${blocked.observed}): that has to end first.`
          : 'Then wait: Ironic asks again every 5 min by default and lifts fault and maintenance by itself, as long as nobody reserves the node or has a power action pending.',
      }
    : node.provision_state === 'enroll'
      ? {
          text: 'Then have Ironic verify the node again.',
          command: `baremetal node manage ${typedName(node)} --wait 300`,
        }
      : {
          text: 'Then see that Ironic reads the power state again.',
          command: `baremetal node show ${typedName(node)} -f json --fields power_state last_error fault`,
        };
}

/** The BMC's address for a sentence or a command; a placeholder where driver_info does not tell. */
export function bmcForCommand(node: Node): string {
  const host = bmcHostOf(node);
  return host && PLAIN_HOST.test(host) ? host : '<bmc-address>';
}

/** A name, an IPv4 or a bare IPv6 address. A URL's host may hold `$(...)` and quotes, and still be valid. */
const PLAIN_HOST = /^[a-z0-9:][\w.:-]{0,254}$/i;

/**
 * Scheme, host and port of a BMC's web service, for a sentence. Scheme and port matter to it; user and password in an
 * address are left out.
 */
export function bmcRoot(node: Node): string {
  const address = textIn(node.driver_info, 'redfish_address');
  const url = address ? URL.parse(address.includes('://') ? address : `https://${address}`) : null;
  if (url && /^https?:$/.test(url.protocol) && PLAIN_HOST.test(url.hostname.replace(/^\[|\]$/g, '')))
    return `${url.protocol}//${url.host}`;
  const host = bmcForCommand(node);
  return `https://${host.includes(':') ? `[${host}]` : host}`;
}

/** Host and port of the same, for `openssl s_client`, which knows no default port of the scheme. */
export function bmcSocketTyped(node: Node): string {
  const [scheme, host = ''] = bmcRoot(node).split('://');
  const socket = /:\d+$/.test(host) ? host : `${host}:${scheme === 'http' ? 80 : 443}`;
  return socket.includes('[') ? `'${socket}'` : socket;
}

/** {@link bmcRoot} for a command: brackets around an IPv6 address would be a pattern of the shell. */
export function bmcRootTyped(node: Node): string {
  const root = bmcRoot(node);
  return root.includes('[') ? `'${root}'` : root;
}
