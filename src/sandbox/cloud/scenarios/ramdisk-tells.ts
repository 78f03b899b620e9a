import type { Scenario } from '../scenario.ts';
import { marked } from '../secrets.ts';
import { leaveRamdiskLog } from '../swift/containers.ts';
import { minute, second } from '../times.ts';
import { blame } from '../troubles.ts';

const KIB = 98_566_144;

/** Exit code -9 says that something was killed; only the ramdisk knows what killed it. */
export default {
  name: 'ramdisk-tells',
  expect: {
    subject: 'bm-f01',
    causes: ['image-invalid'],
    section: 'ramdisk-logs',
    title: 'A deployment whose error names an exit code and no reason',
  },
  build(site) {
    const failed = 26 * minute;
    const node = site.node({
      name: 'bm-f01',
      resource_class: 'bm.ramdisk-tells',
      provision_state: 'deploy failed',
      target_provision_state: 'active',
      since: failed,
      leaf: 'leaf-f1',
    });
    const image = site.image('ubuntu');
    const location = `https://swift.example/v1/glance/${image.id}?temp_url_sig=${marked('temp-url-bm-f01')}&temp_url_expires=1795372800`;
    node.instance_info = {
      image_source: image.id,
      image_type: 'whole-disk',
      image_disk_format: image.disk_format,
    };
    blame(
      site,
      node,
      failed,
      'deploying',
      `Deploy step {'step': 'write_image', 'priority': 80, 'argsinfo': None, 'interface': 'deploy'} failed on node ${node.uuid}. Error writing image to device: Writing image to device /dev/sda failed with exit code -9. stdout: . stderr: .`,
    );
    const at = site.ago(failed + 40 * second);
    const journal = journalFrom(at - 6 * minute);
    leaveRamdiskLog(site.state, node, {
      at,
      files: {
        journal: [
          journal(
            0,
            'kernel',
            'Linux version 6.12.0-150.el10.x86_64 (mockbuild@example) #1 SMP PREEMPT_DYNAMIC',
          ),
          journal(4, 'kernel', 'sr 6:0:0:0: [sr0] scsi-1 drive'),
          journal(5, 'kernel', 'blk_update_request: I/O error, dev sr0, sector 0 op 0x0:(READ) flags 0x0'),
          journal(21, 'dhclient[602]', 'No DHCPOFFERS received.', 'eno2'),
          journal(24, 'chronyd[655]', 'System clock wrong by 1.204318 seconds'),
          journal.agent(41, `INFO ironic_python_agent.agent [-] Lookup succeeded, node UUID is ${node.uuid}`),
          journal.agent(
            41,
            `DEBUG ironic_python_agent.agent [-] agent_token: ${marked('agent-token-bm-f01')}`,
          ),
          journal.agent(
            44,
            'WARNING ironic_python_agent.hardware [-] Cannot find detailed information about interface eno2',
          ),
          journal.agent(
            70,
            `DEBUG ironic_python_agent.extensions.base [-] Executing command: standby.prepare_image with args: {'image_info': {'id': '${image.id}', 'urls': ['${location}'], 'disk_format': 'qcow2'}}`,
          ),
          journal.agent(
            71,
            'INFO ironic_python_agent.extensions.base [-] Asynchronous command prepare_image started execution',
          ),
          journal.agent(
            96,
            `INFO ironic_python_agent.extensions.standby [-] Image downloaded from /tmp/${image.id} in 24.8 seconds. Transferred 700000000 bytes. Server originally reported: 700000000.`,
          ),
          journal(
            290,
            'kernel',
            'qemu-img invoked oom-killer: gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO), order=0, oom_score_adj=0',
          ),
          journal(
            290,
            'kernel',
            'Out of memory: Killed process 1377 (qemu-img) total-vm:1503276kB, anon-rss:98304kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:412kB oom_score_adj:0',
          ),
          journal.agent(
            291,
            'ERROR ironic_python_agent.extensions.standby [-] Writing image to device /dev/sda failed with exit code -9. stdout: . stderr: .',
          ),
          journal.agent(
            291,
            'ERROR ironic_python_agent.extensions.base [-] Command failed: prepare_image, error: Error writing image to device: Writing image to device /dev/sda failed with exit code -9. stdout: . stderr: .',
          ),
          journal.agent(
            291,
            'ERROR ironic_python_agent.extensions.base [-] Traceback (most recent call last):',
          ),
          journal.agent(
            291,
            'ERROR ironic_python_agent.extensions.base [-]   File "/usr/lib/python3.12/site-packages/ironic_python_agent/extensions/standby.py", line 231, in _write_image',
          ),
          journal.agent(
            291,
            'ERROR ironic_python_agent.extensions.base [-] ironic_python_agent.errors.ImageWriteError: Error writing image to device: Writing image to device /dev/sda failed with exit code -9. stdout: . stderr: .',
          ),
          journal.agent(
            318,
            'INFO ironic_python_agent.utils [-] Collecting system logs and debugging information',
          ),
          '',
        ].join('\n'),
        df: [
          'Filesystem     1K-blocks     Used Available Use% Mounted on',
          'sysfs                  0        0         0    - /sys',
          `devtmpfs        ${KIB}        0  ${KIB}   0% /dev`,
          `tmpfs           ${KIB} ${KIB}         0 100% /tmp`,
          'tmpfs               5120     5120         0 100% /run/lock',
          '/dev/sr0             372      372         0 100% /mnt/config',
          '',
        ].join('\n'),
        ps: [
          'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
          'root         702  0.0  0.0   3088  1812 tty1     Ss+  00:00   0:00 /sbin/agetty -o -- \\u --noreset --noclear - linux',
          '',
        ].join('\n'),
        ip_addr: [
          '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000',
          '    inet 127.0.0.1/8 scope host lo',
          '2: eno1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000',
          '    inet 10.40.0.61/24 brd 10.40.0.255 scope global dynamic eno1',
          '3: eno2: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc mq state DOWN group default qlen 1000',
          '',
        ].join('\n'),
        iptables: [
          'Chain INPUT (policy ACCEPT)',
          'target     prot opt source               destination',
          '',
          'Chain FORWARD (policy ACCEPT)',
          'target     prot opt source               destination',
          '',
        ].join('\n'),
      },
    });
  },
} satisfies Scenario;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `journalctl --full --no-pager -b`: each line of each unit with a head, so many seconds after the boot. */
function journalFrom(boot: number) {
  const iso = (after: number) => new Date(boot + after * second).toISOString();
  const head = (after: number, unit: string) => {
    const [, month = '1', day = '1', time = ''] = /^\d+-(\d\d)-(\d\d)T([\d:]{8})/.exec(iso(after)) ?? [];
    return `${MONTHS[Number(month) - 1]} ${String(Number(day)).padStart(2)} ${time} localhost ${unit}:`;
  };
  const line = (after: number, unit: string, text: string, about?: string) =>
    `${head(after, unit)} ${about ? `${about}: ` : ''}${text}`;
  const agent = (after: number, text: string) =>
    `${head(after, 'ironic-python-agent[812]')} ${iso(after).slice(0, 23).replace('T', ' ')} 812 ${text}`;
  return Object.assign(line, { agent });
}
