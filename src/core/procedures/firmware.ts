import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** Limits and remembered updates: openstack/ironic ironic/conf/redfish.py, ironic/drivers/modules/redfish/firmware.py. */
export default defineProcedure({
  id: 'firmware',
  title: 'See whether firmware is being written, before anything resets it',
  sections: ['firmware', 'bios'],
  words: [
    'firmware update',
    'firmware stuck',
    'firmware update stuck',
    'flash',
    'flashing',
    'bios',
    'bios update',
    'bios settings',
    'job queue',
  ],
  when: 'A step that updates firmware or BIOS takes long, and somebody is about to stop it or to reset the machine.',
  steps: (hand) => {
    const ask = (path: string) => `curl -sSk -u <user> https://${hand.bmc}/redfish/v1/${path}`;
    return [
      say(
        'See the step, since when, and redfish_fw_updates: the updates that are not done yet.',
        `baremetal node show ${hand.node} -f json --fields provision_state provision_updated_at clean_step deploy_step service_step driver_internal_info`,
      ),
      say('See the versions now (API 1.86).', `baremetal node firmware list ${hand.node}`),
      say('Ask the BMC for its tasks; curl asks for the password.', ask('TaskService/Tasks/')),
      say(
        'Open the newest ones: TaskState Running, New or Starting means that it is at work, PercentComplete how far.',
        ask('TaskService/Tasks/<task>'),
      ),
      say('Dell, over SSH on the BMC; others show jobs in their web page.', 'racadm jobqueue view'),
      say(
        'Watch the console: many updates are written while the machine starts.',
        `baremetal node console show ${hand.node}`,
      ),
      say(
        'Still at work: leave it. Ironic gives one Redfish update two hours by default.',
        "grep -n 'firmware_update' /etc/ironic/ironic.conf",
      ),
      say('Failed: keep the message of the task, and read the event log of the BMC beside it.'),
      say('Nothing runs any more, and the step does not end: /ironic guide stop-operation.'),
    ];
  },
  done: 'No task or job of the BMC is at work, and the versions are the ones you expect.',
  beware:
    'Power off, reset, abort or a BMC reset while it is written can break the machine for good. In doubt, wait.',
});
