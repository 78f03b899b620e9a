import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'patch-ramdisk',
  title: 'Change a deploy ramdisk that is already built',
  sections: ['patching-ramdisk'],
  words: [
    'patch',
    'initrd',
    'initramfs',
    'repack ramdisk',
    'unpack ramdisk',
    'modify ramdisk',
    'edit ramdisk',
  ],
  when: 'A fix or a debugging aid has to be in the ramdisk now, and building a new one takes too long.',
  steps: (hand) => [
    say(
      'See what it boots: deploy_iso if set, else deploy_kernel and deploy_ramdisk in driver_info, else those under [conductor], with _by_arch first where that is set.',
      `baremetal node show ${hand.node} -f json --fields driver_info`,
    ),
    say(
      'Copy that file, and see how it is packed. gzip is usual; for zstd or xz use that tool below. "cpio archive" means that microcode stands in front: unpack with unmkinitramfs.',
      'file <ramdisk>',
    ),
    say(
      'Unpack it as root into an empty directory, so that owners and devices stay; <ramdisk> with its full path.',
      'mkdir unpack; cd unpack; gzip -dc <ramdisk> | sudo cpio -idm',
    ),
    say(
      'Change files in place, or work inside it as in a small container; --boot instead of the shell starts its services too.',
      'sudo systemd-nspawn --directory . /bin/bash',
    ),
    say(
      'Pack the whole directory again, outside of it. The kernel stays as it is.',
      'sudo find . | sudo cpio -o -H newc | gzip -9 | dd of=<new-ramdisk>',
    ),
    say(
      'Serve it beside the old one under a new name, and let only this node boot it. Name the kernel too: Ironic passes over one without the other.',
      `baremetal node set ${hand.node} --driver-info deploy_kernel=<kernel-url> --driver-info deploy_ramdisk=<url>`,
    ),
    say(
      'Repeat the operation that failed and watch the console.',
      `baremetal node console show ${hand.node}`,
    ),
    say(
      'Afterwards take both away again; set the old values instead if driver_info had them.',
      `baremetal node unset ${hand.node} --driver-info deploy_kernel --driver-info deploy_ramdisk`,
    ),
  ],
  done: 'The console shows your change, and the operation gets past the place where it failed.',
  beware:
    'A ramdisk with a key or password in it opens every machine that boots it: one node only, and remove it after.',
});
