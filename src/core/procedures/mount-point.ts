import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'mount-point',
  title: 'Take an image that bare metal can boot',
  sections: ['mount-point'],
  words: [
    'mount point does not exist',
    'cirros',
    'test image',
    'bootloader',
    'boot loader',
    'grub',
    'efi',
    'uefi',
    'image does not boot',
    'unbootable',
    'partition image',
    'secure boot',
    'secureboot',
    'boot mode',
  ],
  when: 'The image was written, and setting up its boot loader fails: "mount point does not exist" and the like.',
  steps: (hand) => [
    say(
      'See what it is: kernel_id and ramdisk_id, or img_type partition, mean a partition image.',
      `openstack image show ${hand.image} -f json -c disk_format -c size -c properties`,
    ),
    say(
      'Does it hold a system? It needs a root file system with /dev, /proc and so on.',
      'virt-filesystems -a <file> --all --long -h',
    ),
    say(
      'For UEFI it needs an EFI system partition with a loader in it.',
      'virt-ls -a <file> -m <efi-partition> -R /',
    ),
    say(
      'What does the node boot with? UEFI is the default of newer releases.',
      `baremetal node show ${hand.node} -f json --fields boot_mode secure_boot properties instance_info`,
    ),
    say(
      'CirrOS and other test images of virtual machines carry neither the files nor the drivers: leave them.',
    ),
    say(
      'Take a cloud image of the distribution, whole disk. Or build one.',
      'disk-image-create -o <name> <distribution> vm block-device-efi',
    ),
    say(
      'Upload it without kernel_id and ramdisk_id.',
      'openstack image create <name> --disk-format qcow2 --container-format bare --property img_type=whole-disk --file <file>',
    ),
    say('Deploy that one.', `openstack server rebuild --image <name> ${hand.instance}`),
  ],
  done: 'The deploy reaches active, and the console shows the system boot.',
  beware: 'rebuild overwrites the disk: only where nobody has data on it yet.',
});
