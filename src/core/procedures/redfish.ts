import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'redfish',
  title: 'Collect what a Redfish BMC says, for a bug report',
  sections: ['redfish', 'virtual-media'],
  words: [
    'virtual media',
    'vmedia',
    'sushy',
    'bmc bug',
    'boot mode none',
    'redfish bug',
    'redfish error',
    'idrac',
    'ilo',
    'bug report',
  ],
  when: 'Redfish behaves oddly: virtual media, boot mode or settings, often after a firmware update of the BMC.',
  steps: (hand) => {
    const ask = (path: string) => `curl -sSk -u <user> https://${hand.bmc}/redfish/v1/${path}`;
    return [
      say(
        'Was the BMC updated lately? Compare its version with nodes that are well.',
        `baremetal node firmware list ${hand.node}`,
      ),
      say(
        `On ${hand.conductor}: read the answer that Ironic did not like.`,
        `journalctl -u '*ironic-conductor*' --since -2h | grep ${hand.uuid} | grep -iE 'redfish|sushy' | tail -20`,
      ),
      say('Keep the list of systems; curl asks for the password.', `${ask('Systems/')} | tee systems.json`),
      say('Keep the system itself.', `${ask('Systems/<system>/')} | tee system.json`),
      say('And the managers.', `${ask('Managers/')} | tee managers.json`),
      say('The manager itself.', `${ask('Managers/<manager>/')} | tee manager.json`),
      say(
        'For virtual media, that too; newer BMCs have it under Systems.',
        `${ask('Managers/<manager>/VirtualMedia/')} | tee media.json`,
      ),
      say(
        'Take out user names, addresses, serial numbers, UUIDs and host names: look for what is left.',
        "grep -nEi 'serial|uuid|address|user|hostname|token' systems.json system.json managers.json manager.json media.json",
      ),
      say('Open a bug on Launchpad for Ironic with the files, the versions and what you did.'),
      say('Until then: a BMC reset, or the older firmware, often helps.'),
    ];
  },
  done: 'The report has the five files without secrets, and the versions of BMC and Ironic.',
  beware:
    '-k does not check the certificate: only inside the management network. No password, address or serial number goes out.',
});
