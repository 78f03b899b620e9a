import { SCHEDULING_ADVICE } from './advice-scheduling.ts';
import {
  type Advice,
  conductorLog,
  driverInfo,
  person,
  ports,
  power,
  ramdiskLog,
  say,
  validate,
} from './advice-steps.ts';
import type { Cause } from './cause.ts';

export type { Advice, Named } from './advice-steps.ts';

/** One entry per cause, so that whatever is recognised comes with what to do next. */
export const ADVICE = {
  ...SCHEDULING_ADVICE,
  'conductor-disk-full': person(
    ['fix-disk'],
    (n) => [
      say(
        `Free space on conductor ${n.conductor}: image cache and master images first.`,
        'df -h /var/lib/ironic /tmp; du -sh /var/lib/ironic/*',
      ),
    ],
    'no-valid-host',
  ),
  'dhcp-pxe-boot': person(
    ['fix-network'],
    (n) => [
      say(
        "Watch for the node's DHCP request while it boots, on the host that serves its network.",
        'tcpdump -ni any port 67 or port 69',
      ),
      say('Check that its switch port forwards at once (edge port, PortFast) and is in the right VLAN.'),
      ports(n),
    ],
    'dhcp-pxe',
  ),
  'lacp-ipxe': person(
    ['fix-network'],
    (n) => [
      say('Let the switch fall back to a single port until LACP speaks (passive LACP, no suspension).'),
      ports(n),
    ],
    'lacp-ipxe',
  ),
  'ipmi-unreachable': person(
    ['fix-bmc', 'bmc-reset'],
    (n) => [
      driverInfo(n),
      say(
        'Try the BMC from the conductor.',
        'ipmitool -I lanplus -H <address> -U <user> -f <password-file> power status',
      ),
      power(n),
    ],
    'ipmi',
  ),
  'ipmi-session-cipher': person(
    ['fix-bmc', 'bmc-reset'],
    (n) => [
      driverInfo(n),
      say(
        'Try cipher suite 17 and 3 from the conductor; if neither is on, enable one in the BMC.',
        'ipmitool -I lanplus -C 17 -H <address> -U <user> -f <password-file> power status',
      ),
    ],
    'ipmi',
  ),
  'stuck-ing-state': person(
    ['restart-conductor'],
    (n) => [say('See which conductors are alive.', 'baremetal conductor list'), conductorLog(n)],
    'ing-state',
  ),
  'wait-callback-timeout': person(
    ['collect-logs', 'fix-network'],
    (n) => [
      say(
        "Watch the machine's console while it boots: does it get an address, load the ramdisk, start the agent?",
        `baremetal node console show ${n.node}`,
      ),
      say('Check what it is set to boot from.', `baremetal node boot device show ${n.node}`),
      ports(n),
    ],
    'wait-state',
  ),
  'mac-address-in-use': person(
    ['fix-network'],
    (n) => [
      ports(n),
      say(
        'Find the Neutron port that has the MAC; delete it only when nothing uses it.',
        'openstack port list --mac-address <mac> --long',
      ),
    ],
    'mac-address',
  ),
  'image-unbootable': person(
    ['fix-image'],
    (n) => [
      say(
        'Use a whole-disk image, or one with an EFI partition that fits the boot mode.',
        'openstack image show <image>',
      ),
      ramdiskLog(n),
    ],
    'mount-point',
  ),
  'agent-tls': person(
    ['fix-clock', 'fix-config'],
    (n) => [
      say(
        "Compare the clock of the machine (BMC, firmware) and of the ramdisk with the conductor's; all in UTC.",
      ),
      conductorLog(n),
    ],
    'agent-tls',
  ),
  'interface-not-enabled': person(
    ['fix-config'],
    (n) => [
      say(
        'Compare enabled interfaces with those the node uses.',
        `baremetal driver list --long; baremetal node show ${n.node} -f json`,
      ),
      validate(n),
    ],
    'interface-not-enabled',
  ),
  'conductor-oom': person(
    ['fix-config', 'wait'],
    (n) => [
      say(
        `Check memory on conductor ${n.conductor}; raw images need none for conversion.`,
        'free -m; journalctl -k | grep -i "out of memory"',
      ),
    ],
    'out-of-memory',
  ),
  'node-locked': person(
    ['wait', 'look-again'],
    (n) => [
      say(
        'See who holds the lock, and try again when it is gone.',
        `baremetal node show ${n.node} -c reservation -c provision_state`,
      ),
    ],
    'node-locked',
  ),
  'concurrent-action-limit': person(
    ['wait', 'look-again'],
    () => [
      say(
        'Count what is in hand, and try again when it is less.',
        'baremetal node list --limit 0 --fields provision_state -f value | sort | uniq -c',
      ),
    ],
    'concurrent-action-limit',
  ),
  'power-sync-failure': person(['fix-bmc', 'bmc-reset'], (n) => [driverInfo(n), power(n)], 'power-fault'),
  'bmc-credentials': person(
    ['fix-bmc'],
    (n) => [
      driverInfo(n),
      say('Set the right user and password in driver_info, from a secret store and never in chat.'),
    ],
    'bmc-password',
  ),
  'redfish-bmc-tls': person(['fix-bmc', 'fix-config'], (n) => [
    driverInfo(n),
    say('Install a certificate that the conductor trusts, or point redfish_verify_ca to its authority.'),
  ]),
  'redfish-bmc-error': person(['fix-bmc', 'bmc-reset'], (n) => [
    driverInfo(n),
    say('Ask the BMC itself.', 'curl -sk -u <user> https://<address>/redfish/v1/Systems'),
    conductorLog(n),
  ]),
  'virtual-media': person(
    ['fix-bmc', 'bmc-reset'],
    (n) => [
      say(
        'Check that the BMC reaches the address the ISO is served from, and that no old medium is inserted.',
      ),
      conductorLog(n),
    ],
    'virtual-media',
  ),
  'clean-step-failed': person(
    ['fix-disk', 'collect-logs'],
    (n) => [ramdiskLog(n), conductorLog(n)],
    'clean-failed',
  ),
  'raid-bios-firmware': person(['collect-logs', 'fix-bmc'], (n) => [
    say(
      "Read the BMC's job queue and life-cycle log before anything is power-cycled: a flash may be running.",
    ),
    conductorLog(n),
  ]),
  'root-device-hints': person(
    ['fix-node', 'fix-disk'],
    (n) => [
      say(
        'Compare the hints with the disks that inspection saw.',
        `baremetal node show ${n.node} -f json -c properties; baremetal node inventory save ${n.node}`,
      ),
    ],
    'disk-order',
  ),
  'image-download-checksum': person(['fix-image'], (n) => [
    say(
      'Check that the image exists, is active, and its checksum is the one recorded.',
      'openstack image show <image>',
    ),
    ramdiskLog(n),
  ]),
  'image-invalid': person(
    ['fix-image'],
    () => [
      say(
        'Compare the declared disk_format with the content, and upload it again in the right one.',
        'openstack image show <image>; qemu-img info <file>',
      ),
    ],
    'image-invalid',
  ),
  'inspection-failed': person(
    ['collect-logs'],
    (n) => [
      ports(n),
      say(
        'See when inspection began and how it ended; an older set-up with ironic-inspector has that in its log.',
        `baremetal node show ${n.node} -f json --fields provision_state inspection_started_at inspection_finished_at last_error`,
      ),
      conductorLog(n),
    ],
    'inspection',
  ),
  'agent-comm': person(
    ['collect-logs', 'fix-image'],
    (n) => [ramdiskLog(n), conductorLog(n)],
    'ramdisk-logs',
  ),
  'network-vif': person(['fix-network'], (n) => [
    ports(n),
    say('See whether the recorded VIFs still exist in Neutron, and are bound.', 'openstack port show <vif>'),
    conductorLog(n),
  ]),
  'configdrive-volume': person(['fix-config'], (n) => [
    say(
      'Send the config drive anew with the next deploy; check the volume and its connector.',
      `baremetal volume target list --node ${n.node}`,
    ),
    conductorLog(n),
  ]),
  'request-invalid': person(['fix-config'], (n) => [validate(n)]),
  'operator-maintenance': person(['ask-operator'], (n) => [
    say(
      'Ask the person who did it before anything else.',
      `baremetal node show ${n.node} -c maintenance_reason -c last_error`,
    ),
  ]),
  healthy: person(['none'], () => []),
  'insufficient-evidence': person(['collect-logs'], (n) => [
    say('Read what Ironic remembers of the node.', `baremetal node history list ${n.node} --long`),
    conductorLog(n),
    ramdiskLog(n),
  ]),
} as const satisfies Record<Cause, Advice>;

/** Advice for any cause. */
export const adviceOn = (cause: Cause): Advice => ADVICE[cause];
