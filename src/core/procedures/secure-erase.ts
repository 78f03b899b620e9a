import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'secure-erase',
  title: 'Erase disks behind a RAID controller',
  sections: ['secure-erase'],
  words: [
    'erase',
    'wipe',
    'secure erase',
    'raid erase',
    'raid controller',
    'erase_devices',
    'shred',
    'sanitize',
    'erase disks',
  ],
  when: 'An erase step fails or is not secure, and the disks are behind a RAID controller.',
  steps: (hand) => [
    say(
      'See the controller and what it shows as disks.',
      `baremetal node inventory save ${hand.node} --file inventory.json`,
    ),
    say(
      'A controller translates commands and rarely passes ATA, NVMe or SCSI erases on; a volume is none of its disks. No setting of Ironic changes that.',
    ),
    say(
      "Read which erase ran, and its error; the step's name is in the text once the node has failed.",
      `baremetal node history list ${hand.node} --long`,
    ),
    say(
      'Can the controller itself do it? Vendors have tools and jobs for it, in the BMC or as a hardware manager.',
    ),
    say(
      'Does the node have a RAID interface? Then volumes can be deleted and made again.',
      `baremetal node validate ${hand.node}`,
    ),
    say(
      'Look at the layout that is to come back: target_raid_config has to be set before volumes go.',
      `baremetal node show ${hand.node} -f json --fields raid_config target_raid_config`,
    ),
    say(
      'From manageable: delete the volumes and make them anew. Whether that wipes the disks depends on the controller.',
      `baremetal node clean ${hand.node} --clean-steps '[{"interface": "raid", "step": "delete_configuration"}, {"interface": "raid", "step": "create_configuration"}]'`,
    ),
    say(
      'Metadata is enough? Erase only that; the data stays readable to somebody who looks for it.',
      `baremetal node clean ${hand.node} --clean-steps '[{"interface": "deploy", "step": "erase_devices_metadata"}]'`,
    ),
    say(
      'Overwriting will do? Then let the agent go on with it: [deploy]continue_if_disk_secure_erase_fails = True. It takes hours and wears SSDs.',
    ),
    say('Else write a hardware manager for the ramdisk with the erase that this hardware needs.'),
  ],
  done: 'The erase step succeeds, and you know what it does to the physical disks.',
  beware:
    'These steps destroy everything on the node, and the RAID layout: right node, no instance, backup if anybody needs one.',
});
