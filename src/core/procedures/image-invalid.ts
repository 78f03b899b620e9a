import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

/** openstack/ironic ironic/conf/conductor.py permitted_image_formats: raw, gpt, qcow2 and iso today. */
export default defineProcedure({
  id: 'image-invalid',
  title: 'Replace an image that Ironic calls invalid',
  sections: ['image-invalid'],
  words: [
    'invalid image',
    'image is invalid',
    'image format',
    'disk_format',
    'format mismatch',
    'permitted_image_formats',
    'vmdk',
    'image refused',
    'deep image inspection',
  ],
  when: 'A deploy is refused: the format of the image does not match, is not permitted, or the file fails the safety check.',
  steps: (hand) => [
    say(
      'Read the error: mismatch, not permitted, or failed the check.',
      `baremetal node show ${hand.node} -f json --fields last_error`,
    ),
    say(
      'What does Glance call it?',
      `openstack image show ${hand.image} -c disk_format -c container_format -c size -c checksum`,
    ),
    say('Fetch it.', `openstack image save --file image.bin ${hand.image}`),
    say('And what is it?', 'qemu-img info image.bin'),
    say(
      'A qcow2 with a backing or data file is refused, rightly: flatten it where you trust its origin.',
      'qemu-img convert -p -O qcow2 image.bin image.qcow2',
    ),
    say(
      'Another format: convert it. raw, gpt, qcow2 and iso are permitted by default.',
      'qemu-img convert -p -O raw image.bin image.raw',
    ),
    say(
      'disk_format of an image cannot be changed: upload a new one with the right one.',
      'openstack image create <name> --disk-format qcow2 --container-format bare --file image.qcow2',
    ),
    say(
      'A further format for the whole site: [conductor]permitted_image_formats; think of what qemu-img does with it.',
      "grep -n 'permitted_image_formats' /etc/ironic/ironic.conf",
    ),
    say('Deploy with the new image, and hide the old one.', `openstack image set --hidden ${hand.image}`),
  ],
  done: 'qemu-img and Glance name the same format, and the deploy goes past the check.',
  beware:
    'Do not switch the check off ([conductor]disable_deep_image_inspection): a crafted image can read files of the conductor.',
});
