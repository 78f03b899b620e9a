import { describe, expect, test } from 'vitest';
import type { RamdiskLog } from '../../../src/core/facts.ts';
import { type RamdiskWork, ramdiskTroubles } from '../../../src/core/ramdisk-trouble.ts';

const log = (parts: Readonly<Record<string, string>>, file = 'n_2026-11-22-17-58-02.tar.gz'): RamdiskLog => ({
  file,
  place: 'c1:/var/log/ironic/deploy',
  collected_at: '2026-11-22T17:58:02Z',
  instance_uuid: null,
  size: null,
  parts: Object.entries(parts).map(([name, text]) => ({ name, lines: text.split('\n') })),
});
const told = (parts: Readonly<Record<string, string>>, work: RamdiskWork = 'deploy', file?: string) =>
  ramdiskTroubles(log(parts, file), work).map(({ id, cause }) => `${id}: ${cause}`);

const kernel = (text: string) => `Nov 22 17:57:40 localhost kernel: ${text}`;
const agent = (text: string, second = '41') =>
  `Nov 22 17:57:${second} localhost ironic-python-agent[812]: 2026-11-22 17:57:${second}.120 812 ${text}`;
const error = (text: string) =>
  agent(`ERROR ironic_python_agent.extensions.base [-] Command failed: prepare_image, error: ${text}`);
const IO = kernel('blk_update_request: I/O error, dev sda, sector 2048 op 0x1:(WRITE) flags 0x0');
const OOM = kernel('Out of memory: Killed process 1377 (qemu-img) total-vm:1503276kB, anon-rss:98304kB');
const FULL = 'Filesystem 1K-blocks Used Available Use% Mounted on\ntmpfs 98566144 98566144 0 100% /tmp';
const CHECKSUM = 'Image failed to verify against checksum. location: /tmp/x; image ID: x';

describe('the journal', () => {
  test.each([
    ['an error of the agent', error(CHECKSUM), 'deploy', ['agent-image-checksum: image-download-checksum']],
    [
      'no disk',
      error('No suitable device was found for deployment using these hints'),
      'deploy',
      ['root-device-hints: root-device-hints'],
    ],
    ['I/O errors while cleaning', `${IO}\n${IO}`, 'clean', ['disk-errors: clean-step-failed']],
    [
      'I/O errors while deploying, for which there is no word',
      `${IO}\n${IO}`,
      'deploy',
      ['disk-errors: insufficient-evidence'],
    ],
    [
      'NVMe time-outs',
      `${kernel('nvme nvme0: I/O tag 12 (100c) QID 4 timeout, aborting')}\n${kernel('nvme nvme0: controller is down; will reset: CSTS=0x3')}`,
      'clean',
      ['disk-errors: clean-step-failed'],
    ],
    [
      'XFS errors',
      `${kernel('XFS (sda1): metadata I/O error in "xlog_recover"')}\n${IO}`,
      'clean',
      ['disk-errors: clean-step-failed'],
    ],
    ['the OOM killer', OOM, 'deploy', ['out-of-memory: image-invalid']],
    [
      'hung tasks',
      `${kernel('INFO: task shred:91 blocked for more than 122 seconds.')}\n${kernel('INFO: task shred:91 blocked for more than 245 seconds.')}`,
      'clean',
      ['disk-hangs: clean-step-failed'],
    ],
    [
      'an uncorrected memory error',
      kernel('EDAC MC0: 1 UE memory read error on CPU_SrcID#0'),
      'clean',
      ['machine-check: insufficient-evidence'],
    ],
    [
      'certificates',
      agent(
        "ERROR ironic_python_agent.agent [-] error sending heartbeat to ['https://10.0.0.1:6385']: HTTPSConnectionPool: Max retries exceeded with url: /v1/heartbeat/x (Caused by SSLError(SSLCertVerificationError('certificate is not yet valid')))",
      ),
      'deploy',
      ['agent-tls-clock: agent-tls'],
    ],
  ] as const)('tells of %s', (_, journal, work, expected) => {
    expect(told({ journal }, work)).toEqual(expected);
  });

  test.each([
    ['one slip of a disk', IO],
    ['a virtual CD without a medium', kernel('blk_update_request: I/O error, dev sr0, sector 0\n').repeat(5)],
    [
      'a floppy of the BMC',
      Array(4).fill(kernel('Buffer I/O error on dev fd0, logical block 0, async page read')).join('\n'),
    ],
    ['corrected memory errors', kernel('EDAC MC0: 1 CE memory read error on CPU_SrcID#0')],
    ['a machine check banner', kernel('mce: CPU0: Thermal monitoring enabled (TM1)')],
    [
      'the OOM killer and something beside the work',
      kernel('Out of memory: Killed process 9 (lldpd) total-vm:1kB'),
    ],
    ['a clock that was set', 'Nov 22 17:57:40 localhost chronyd[8]: System clock wrong by 3600.5 seconds'],
    ['an interface without DHCP', 'Nov 22 17:57:40 localhost dhclient[8]: No DHCPOFFERS received.'],
    [
      'LLDP that was not heard',
      agent('WARNING ironic_python_agent.netutils [-] LLDP timed out, remaining interfaces: eno2'),
    ],
    [
      'a warning with the words of an error',
      agent(`WARNING ironic_python_agent.extensions.standby [-] Image download failed, 1 of 3: ${CHECKSUM}`),
    ],
    [
      'an error that a later attempt got over',
      `${error(CHECKSUM)}\n${agent('INFO ironic_python_agent.extensions.base [-] Asynchronous command prepare_image completed: {}', '55')}`,
    ],
    [
      'an API that answered in the end',
      `${agent('ERROR ironic_python_agent.agent [-] error sending heartbeat: Error heartbeating to agent API')}\n${agent('DEBUG ironic_python_agent.agent [-] heartbeat successful', '58')}`,
    ],
    [
      'an error of another program',
      'Nov 22 17:57:40 localhost nginx[8]: ERROR Image failed to verify against checksum',
    ],
    ['nothing at all', ''],
  ])('is silent about %s', (_, journal) => {
    expect(told({ journal }, 'clean')).toEqual([]);
    expect(told({ journal }, 'deploy')).toEqual([]);
  });

  test('wrong clocks join a refused certificate', () => {
    const tls = agent(
      'ERROR ironic_python_agent.agent [-] error sending heartbeat: /v1/heartbeat/x SSLError certificate is not yet valid',
    );
    const clock = 'Nov 22 17:57:40 localhost chronyd[8]: System clock wrong by -3600.500 seconds';
    const [trouble] = ramdiskTroubles(log({ journal: `${clock}\n${tls}` }), 'deploy');
    expect(trouble?.signs.map(({ line }) => line)).toContain(clock);
  });

  test('a tool in a disk wait joins a disk in trouble, and is nothing by itself', () => {
    const ps =
      'USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND\nroot 99 0.0 0.0 1 1 ttyS0 D+ 00:00 0:09 shred -v /dev/sda';
    expect(told({ ps }, 'clean')).toEqual([]);
    const [trouble] = ramdiskTroubles(log({ ps, journal: `${IO}\n${IO}` }), 'clean');
    expect(trouble?.signs.map(({ part }) => part)).toEqual(['journal', 'journal', 'ps']);
  });

  test('a log without journald is read as well', () => {
    const plain =
      '2026-11-22 17:57:41.120 812 ERROR ironic_python_agent.extensions.base [-] Command failed: x, error: ';
    expect(told({ 'var/log/ironic-python-agent.log': plain + CHECKSUM })).toEqual([
      'agent-image-checksum: image-download-checksum',
    ]);
    expect(
      told({ dmesg: '[  12.345678] Out of memory: Killed process 1377 (qemu-img) total-vm:1kB' }),
    ).toEqual(['out-of-memory: image-invalid']);
  });
});

describe('df', () => {
  test('a full tmpfs is a trouble, and joins the OOM killer', () => {
    expect(told({ df: FULL })).toEqual(['full: image-invalid']);
    const [trouble] = ramdiskTroubles(log({ df: FULL, journal: OOM }), 'deploy');
    expect(trouble?.signs.map(({ part }) => part)).toEqual(['journal', 'df']);
  });

  test.each([
    'tmpfs 5120 5120 0 100% /run/lock',
    '/dev/sr0 372 372 0 100% /mnt/config',
    '/dev/loop0 999999 999999 0 100% /',
    'tmpfs 98566144 90000000 8566144 92% /tmp',
    'efivarfs 128 128 0 100% /sys/firmware/efi/efivars',
    'tmpfs 98566144 98566144 0 100% /mnt/backup',
  ])('%s is none', (df) => expect(told({ df })).toEqual([]));
});

const LO = '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN\n    inet 127.0.0.1/8 scope host lo\n';
describe('ip_addr', () => {
  test.each([
    [
      'no link anywhere',
      '2: eno1: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 state DOWN',
      'no-link: network-vif',
    ],
    [
      'only link-local addresses',
      '2: eno1: <BROADCAST,UP,LOWER_UP> mtu 1500 state UP\n    inet 169.254.1.2/16 scope link eno1\n    inet6 fe80::1/64 scope link',
      'no-address: dhcp-pxe-boot',
    ],
    [
      'a bond with nothing in it',
      '2: eno1: <BROADCAST,UP,LOWER_UP> mtu 1500 state UP\n3: bond0: <NO-CARRIER,BROADCAST,MULTICAST,MASTER,UP> mtu 1500 state DOWN',
      'bond-without-links: lacp-ipxe',
    ],
  ])('%s is a trouble, against which it speaks that the log was fetched', (_, rest, expected) => {
    const ip_addr = LO + rest;
    expect(told({ ip_addr })).toEqual([expected]);
    const [fetched] = ramdiskTroubles(log({ ip_addr }), 'deploy');
    expect(fetched?.signs.at(-1)?.bearing).toBe('speaks-against');
    const [handed] = ramdiskTroubles(log({ ip_addr }, 'n_inspect_2026-11-22-17-58-02.tar.gz'), 'inspect');
    expect(handed?.signs.every(({ bearing }) => bearing === 'supports')).toBe(true);
  });

  test('one interface without a cable is none', () => {
    const up = '2: eno1: <BROADCAST,UP,LOWER_UP> mtu 1500 state UP\n    inet 10.0.0.9/24 scope global eno1\n';
    expect(told({ ip_addr: `${LO}${up}3: eno2: <NO-CARRIER,BROADCAST,UP> mtu 1500 state DOWN` })).toEqual([]);
    expect(told({ ip_addr: LO })).toEqual([]);
  });
});

describe('iptables', () => {
  const head = 'target     prot opt source               destination\n';
  test.each([
    [`Chain INPUT (policy DROP)\n${head}ACCEPT     all  --  anywhere             anywhere\n`],
    [
      `Chain INPUT (policy ACCEPT)\n${head}REJECT     tcp  --  anywhere             anywhere             tcp dpt:9999 reject-with icmp-port-unreachable\n`,
    ],
    [
      `Chain INPUT (policy ACCEPT)\n${head}ACCEPT     tcp  --  anywhere             anywhere             tcp dpt:ssh\nDROP       all  --  anywhere             anywhere\n`,
    ],
  ])('%j closes the port', (iptables) => expect(told({ iptables })).toEqual(['port-closed: agent-comm']));

  test.each([
    [`Chain INPUT (policy ACCEPT)\n${head}\nChain FORWARD (policy DROP)\n${head}`],
    [
      `Chain INPUT (policy DROP)\n${head}ACCEPT     tcp  --  anywhere             anywhere             tcp dpt:9999\n`,
    ],
    [
      `Chain INPUT (policy DROP)\n${head}ACCEPT     all  --  anywhere             anywhere\nACCEPT     all  --  anywhere             anywhere\n`,
    ],
    [
      `Chain INPUT (policy ACCEPT)\n${head}DROP       tcp  --  anywhere             anywhere             tcp dpt:5050\n`,
    ],
    [''],
  ])('%j does not', (iptables) => expect(told({ iptables })).toEqual([]));
});
