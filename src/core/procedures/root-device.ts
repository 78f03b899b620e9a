import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'root-device',
  title: 'Choose the root disk by what does not change',
  sections: ['disk-order'],
  words: [
    'root device',
    'root device hints',
    'root_device',
    'hints',
    'sda',
    '/dev/sda',
    'wrong disk',
    'disk order',
    'wwn',
    'serial',
    'by-path',
    'first disk',
    'no disk matches',
  ],
  when: 'The system lands on the wrong disk, or /dev/sda is another one after each start.',
  steps: (hand) => [
    say(
      'See the hint; a name such as /dev/sda, or by_path, follows the order of start-up.',
      `baremetal node show ${hand.node} -f json --fields properties instance_info`,
    ),
    say(
      'See the disks that inspection found: serial, wwn, hctl, size, model.',
      `baremetal node inventory save ${hand.node} --file inventory.json`,
    ),
    say('None stored, or old? Inspect, from manageable.', `baremetal node inspect ${hand.node}`),
    say('Or in a running system on it.', 'lsblk -d -o NAME,SERIAL,WWN,HCTL,SIZE,ROTA,MODEL'),
    say(
      'Set the hint by serial number.',
      `baremetal node set ${hand.node} --property root_device='{"serial": "<serial>"}'`,
    ),
    say(
      'Or by WWN. Some controllers give one WWN to all volumes, or make them up: then take wwn_with_extension, hctl (not with multipath) or the size.',
      `baremetal node set ${hand.node} --property root_device='{"wwn": "<wwn>"}'`,
    ),
    say(
      'instance_info may carry a root_device too, and wins over properties.',
      `baremetal node unset ${hand.node} --instance-info root_device`,
    ),
    say('It counts from the next deploy on: nothing moves on a disk that is written.'),
  ],
  done: 'A deploy writes the disk with that serial number, twice in a row.',
  beware:
    'A hint that matches another disk overwrites that one. With a data disk in the machine, check the serial twice.',
});
