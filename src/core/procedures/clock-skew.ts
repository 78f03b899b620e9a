import { say } from '../advice-steps.ts';
import { defineProcedure } from '../procedure.ts';

export default defineProcedure({
  id: 'clock-skew',
  title: 'Set the clocks of machine and conductor right',
  sections: ['clock-skew', 'clock-firmware'],
  words: [
    'clock',
    'ntp',
    'time',
    'wrong time',
    'time zone',
    'timezone',
    'utc',
    'not yet valid',
    'certificate not yet valid',
    'hwclock',
    'ipa-ntp-server',
  ],
  when: 'A certificate is not valid yet, or expired, in the first minutes of its life.',
  steps: (hand) => [
    say(
      `On ${hand.conductor}: compare "not before" with the time of the error in the log.`,
      `openssl x509 -in /var/lib/ironic/certificates/${hand.uuid}.crt -noout -dates`,
    ),
    say('Is the conductor itself in time?', 'chronyc tracking'),
    say(
      'In the ramdisk or on the console: the time, and that of the hardware.',
      'date -u; hwclock --show --utc',
    ),
    say(
      "The machine has two clocks. The BMC's own is another; the one that counts is under Date and Time in the firmware set-up. Look there, on the console.",
      `baremetal node console show ${hand.node}`,
    ),
    say(
      'Set that to UTC, and the time zone there to UTC, or none. With a zone set, even NTP does not help on some machines.',
    ),
    say('Or from a running Linux on it.', 'hwclock --systohc --utc'),
    say(
      'Let the ramdisk ask NTP: a server that the cleaning and provisioning networks reach.',
      `baremetal node set ${hand.node} --driver-info kernel_append_params='%default% ipa-ntp-server=<ntp-server>'`,
    ),
    say(
      'For all nodes, put it into kernel_append_params under [pxe] or [redfish]; then restart the conductors.',
      "grep -n 'kernel_append_params' /etc/ironic/ironic.conf",
    ),
    say(
      "The BMC's clock is wrong as well? Newer Ironic sets it while a Redfish node is verified: [redfish]enable_verify_bmc_clock, off by default.",
      "grep -n 'enable_verify_bmc_clock' /etc/ironic/ironic.conf",
    ),
    say(
      "The agent's auto_tls_allowed_clock_skew (3600 s) bears one hour. Raising it is the last thing to try.",
    ),
  ],
  done: 'hwclock and date -u agree with the conductor to the second, after a cold start too.',
  beware: 'Windows keeps local time in that clock: a machine that ran it comes back wrong.',
});
