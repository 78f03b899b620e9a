import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'image-size',
  title: 'Find out how big an image really is',
  sections: ['file-size'],
  words: [
    'file size',
    'virtual size',
    'disk size',
    'qcow2',
    'qemu-img',
    'raw image',
    'big image',
    'slow deploy',
    'force_raw_images',
    'image conversion',
    'no space left on device',
    'errno 28',
    'disk full',
  ],
  when: 'Deploys with one image are slow, or fill disk and memory of the conductor.',
  steps: (hand) => [
    say(
      'Compare size with virtual_size: the second is what gets written. Glance may not know it.',
      `openstack image show ${hand.image} -c disk_format -c size -c virtual_size -c min_disk`,
    ),
    say('Or ask the file itself.', 'qemu-img info <file>'),
    say(
      'Does the conductor unpack it? force_raw_images is on by default; image_download_source decides whether it passes through there.',
      "grep -nE '^(force_raw_images|image_download_source)' /etc/ironic/ironic.conf",
    ),
    say(
      `On ${hand.conductor}: is there room for the virtual size, twice? Errno 28 says that there was none.`,
      'df -h /var/lib/ironic /tmp; du -sh /var/lib/ironic/*',
    ),
    say('Convert it once, away from the conductor.', 'qemu-img convert -p -O raw <file> <file>.raw'),
    say(
      'Upload it under a new name, with the properties of the old one.',
      'openstack image create <name> --disk-format raw --container-format bare --file <file>.raw',
    ),
    say(
      'Or build a smaller one: the file system grows at first boot (cloud-init growpart), the image need not be big.',
    ),
    say(
      'Or let the machines convert: force_raw_images = False, if they have memory for it. Restart the conductors.',
    ),
  ],
  done: 'size and virtual_size are of the same order, and a deploy takes as long as its bytes do.',
  beware: 'A raw image costs its full size on the wire for every deploy.',
});
