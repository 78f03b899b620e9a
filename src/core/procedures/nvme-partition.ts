import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** Whole disk unless told otherwise: openstack/ironic ironic/common/images.py is_whole_disk_image. */
export default defineProcedure({
  id: 'nvme-partition',
  title: 'Mark a whole-disk image as one',
  sections: ['nvme-partition'],
  words: [
    'nvme',
    'not a block device',
    'lsblk',
    'whole disk',
    'whole-disk',
    'img_type',
    'kernel_id',
    'partition table',
  ],
  when: 'lsblk says that a partition such as nvme0n1p2 is "not a block device".',
  steps: (hand) => [
    say(
      'A whole-disk image was written into a partition. See what Glance says: img_type, kernel_id, ramdisk_id.',
      `openstack image show ${hand.image} -f json -c properties`,
    ),
    say(
      'Is it a whole disk? Then the file has a partition table.',
      'virt-filesystems -a <file> --partitions --long',
    ),
    say(
      'Take kernel and ramdisk off it.',
      `openstack image unset --property kernel_id --property ramdisk_id ${hand.image}`,
    ),
    say('And say what it is.', `openstack image set --property img_type=whole-disk ${hand.image}`),
    say(
      'Without Glance: look at image_type, kernel and ramdisk of the node.',
      `baremetal node show ${hand.node} -f json --fields instance_info`,
    ),
    say(
      'Take them off there.',
      `baremetal node unset ${hand.node} --instance-info kernel --instance-info ramdisk`,
    ),
    say('And say what it is.', `baremetal node set ${hand.node} --instance-info image_type=whole-disk`),
    say('Deploy again; with Nova, delete the failed server and create a new one.'),
  ],
  done: 'The disk has the partition table of the image itself, and the deploy reaches active.',
  beware: 'Others may use the image as a partition image with that kernel: see who does before changing it.',
});
