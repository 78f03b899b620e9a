import type { Node } from '../openstack/ironic/schema.ts';
import type { Step } from './finding.ts';
import { maintenanceHolder } from './maintenance.ts';
import { typedName, typedWord } from './node-words.ts';
import { type Proposal, propose } from './remediation.ts';
import type { Wait } from './waiting.ts';

const FLASH = /firmware|flash|bios|raid/i;

/** A reset in the middle of these can break the machine for good (openstack/ironic doc/source/user/states.rst). */
function mayFlash(node: Node, wait: Wait): boolean {
  const step = node.clean_step ?? node.deploy_step ?? node.service_step;
  return (
    node.provision_state === 'service wait' ||
    wait.kind === 'bmc-job' ||
    wait.kind === 'bmc-job-long' ||
    FLASH.test(`${step?.step ?? ''} ${step?.interface ?? ''}`)
  );
}

/**
 * What the API could do about a node that waits in vain, safest first. A person's hold is not ours to work around,
 * and undeploy is only for a node on which nobody has an instance.
 */
export function waitProposals(node: Node, wait: Wait): readonly Proposal[] {
  if (maintenanceHolder(node) === 'person') return [propose('ask-operator')];
  const params = { node: node.uuid };
  const power = mayFlash(node, wait)
    ? []
    : [propose(node.power_state === 'power off' ? 'power-on' : 'power-cycle', params)];
  if (node.provision_state !== 'wait call-back') return [propose('abort', params), ...power];
  // An Ironic that tells of health (1.109) ends this wait as well (1.110), and erases nothing by it.
  const abort = node.health === undefined || node.instance_uuid ? [] : [propose('abort', params)];
  return [...power, ...abort, ...(node.instance_uuid || node.protected ? [] : [propose('undeploy', params)])];
}

/** How a person ends the wait: openstack/ironic ironic/common/state_machine.py, and the warning of states.rst. */
export function stopSteps(node: Node, wait: Wait): readonly Step[] {
  const name = typedName(node);
  const steps: Step[] = [];
  if (mayFlash(node, wait)) {
    steps.push({
      text: "Look at the console and the BMC's job queue first: while firmware is being written, neither power-cycle nor abort.",
    });
  }
  if (node.provision_state !== 'wait call-back') {
    steps.push({
      text: `To stop waiting, abort; it leads to ${node.provision_state.replace(/ wait$/, '')} failed.`,
      command: `baremetal node abort ${name}`,
    });
  } else if (node.instance_uuid) {
    steps.push({
      text: 'To stop waiting, delete or rebuild the instance in Nova; undeploying here would pull the node from under it.',
      command: `openstack server show ${typedWord(node.instance_uuid, 'instance')} -c name -c status -c fault`,
    });
  } else {
    steps.push(
      {
        text: 'To stop waiting, abort where the API knows it for this state (1.110 and later): it leads to deploy failed and cleans nothing.',
        command: `baremetal --os-baremetal-api-version 1.110 node abort ${name}`,
      },
      {
        text: 'Before that, undeploy is the only way: it wipes what was deployed and cleans.',
        command: `baremetal node undeploy ${name}`,
      },
    );
  }
  return steps;
}
