import type { Step } from './finding.ts';
import type { GuideSection } from './guide.ts';
import type { RemediationId } from './remediation.ts';

/** The steps that the advice on several causes shares, with names filled in. */

/** Words for command lines, already safe to type; placeholders such as `<node>` where nothing is known. */
export interface Named {
  readonly node: string;
  readonly conductor: string;
}

export const say = (text: string, command?: string): Step =>
  command === undefined ? { text } : { text, command };

export const validate = ({ node }: Named): Step =>
  say('Ask Ironic whether its settings for this node add up.', `baremetal node validate ${node}`);
export const conductorLog = ({ node, conductor }: Named): Step =>
  say(
    `Read what ironic-conductor on ${conductor} logged about the node.`,
    `journalctl -u '*ironic-conductor*' --since -2h | grep ${node}`,
  );
export const ramdiskLog = ({ node, conductor }: Named): Step =>
  say(
    `Unpack the ramdisk's own log, if one was collected: on conductor ${conductor}, its name begins with the node's UUID ([agent]deploy_logs_collect, default on_failure).`,
    `ls -lt /var/log/ironic/deploy/ | head; baremetal node show ${node} -f value -c uuid`,
  );
export const power = ({ node }: Named): Step =>
  say(
    'Look at the power state again in a minute or two.',
    `baremetal node show ${node} -c power_state -c target_power_state`,
  );
export const driverInfo = ({ node }: Named): Step =>
  say(
    "Compare the BMC's address and user with what Ironic has.",
    `baremetal node show ${node} -f json -c driver_info`,
  );
export const ports = ({ node }: Named): Step =>
  say(
    "List the node's ports with switch, PXE flag and recorded VIFs.",
    `baremetal port list --node ${node} --long`,
  );

/** What to do about a cause, whatever operation met it; the way out of the failed state comes on top of this. */
export interface Advice {
  readonly remediations: readonly RemediationId[];
  readonly guide?: GuideSection;
  readonly steps: (named: Named) => readonly Step[];
}

/** Advice on one cause. */
export const person = (
  remediations: readonly RemediationId[],
  steps: (named: Named) => readonly Step[],
  guide?: GuideSection,
): Advice => ({ remediations, steps, ...(guide ? { guide } : {}) });
