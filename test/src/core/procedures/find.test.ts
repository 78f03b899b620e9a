import { expect, it, test } from 'vitest';
import { findProcedure, PROCEDURES } from '../../../../src/core/procedures/index.ts';

/** What people type, and what they mean by it. */
const TYPED: Readonly<Record<string, readonly string[]>> = {
  'port-fast': [
    'stp',
    'portfats',
    'portfast',
    'spanning-tree',
    'PortFast',
    'dhcp',
    'no dhcp',
    'pxe',
    'port fast',
  ],
  'ipmi-ciphers': [
    'cipher',
    'lanplus',
    'insufficient resources for session',
    'RMCP+',
    'sessions',
    'ipmi-cipher',
  ],
  'ramdisk-logs': [
    'how do I read deploy logs',
    'deploy logs',
    'ramdisk log',
    'read the ramdisk logs',
    'where are the agent logs',
    'how do i get the ipa logs',
    'log rotation',
    'journal',
  ],
  'lock-trace': ['locked', 'lock', 'node is locked by host', '409', 'reservation'],
  'wait-state': ['why wait', 'wait', 'wait call-back', 'stuck in clean wait', 'never called back', 'console'],
  lacp: ['lcap', 'lacp', 'bond', 'lldp missing'],
  'ipmi-over-lan': ['ipmi', 'ipmitol', 'enable ipmi over lan'],
  'ing-state': [
    'stuck',
    'stuck deploying',
    'stuck in cleaning',
    'restart the conductor',
    'how to restart a conductor',
  ],
  iowait: ['iowait', 'nfs hangs', 'nfs'],
  'image-size': [
    'qcow2',
    'virtual size',
    'image too big',
    'file size',
    'errno 28',
    'no space left on device',
  ],
  'stop-operation': ['abort', 'how do I abort', 'cancel a deploy', 'undeploy', 'stop cleaning'],
  'mac-address': [
    'mac',
    'duplicate mac address',
    'mac already in use',
    'mac adress in use',
    'orphaned neutron port',
  ],
  'reattach-networking': ['reattach', 'network lost after switch change', 'vxlan'],
  'mount-point': ['mount point does not exist', 'cirros', 'grub', 'uefi', 'bootloder', 'secureboot'],
  'agent-tls': ['certificate', 'tls', 'ssl error', 'agent token'],
  'clock-skew': ['clock', 'ntp', 'time zone', 'certificate not yet valid'],
  'interface-not-enabled': ['could not find the following interface', 'changed ironic.conf'],
  'out-of-memory': ['oom', 'out of memory', 'memory', 'max_concurrent_builds'],
  'concurrent-limit': ['503', 'concurrentactionlimit', 'too many deploys', 'too many concurent deploys'],
  'nvme-partition': ['nvme', 'not a block device'],
  'secure-erase': ['secure erase', 'erase disks', 'wipe'],
  'clean-failed': ['clean failed', 'cleaning failed', 'history'],
  'inspect-large-cluster': ['inspect', 'introspection', 'dnsmasq', 'ironic-inspector'],
  'nodes-disappeared': ['disappeared', 'nodes are gone', 'missing nodes', 'rbac', 'nodes dissapeared'],
  configdrive: ['configdrive', 'config drive 401', '401', 'rebuild fails'],
  'image-invalid': ['image is invalid', 'vmdk', 'invlaid image'],
  'root-device': ['root device', 'wrong disk', '/dev/sda', 'sda'],
  'bmc-password': ['password', 'bmc password changed', 'rotate passwords', 'bmc pasword changed'],
  redfish: ['redfish', 'virtual media'],
  'san-password': ['san', 'iscsi'],
  'no-valid-host': [
    'no valid host',
    'NoValidHost',
    'no valid host was found',
    'nova returns no valid host',
    'placement',
    'flavor',
    'no vaild host',
    'capability mismatch',
    'hypervisor stats',
    'filter returned 0 hosts',
  ],
  'power-fault': ['power fault', 'power failure', 'power'],
  maintenance: ['maintenance', 'who set maintenance', 'mainteance'],
  states: ['hold', 'unhold', 'deploy failed', 'states', 'error state', 'node goes back to enroll'],
  'api-tracebacks': ['traceback', '500', 'api error', 'request id'],
  'patch-ramdisk': ['patch ramdisk', 'initrd', 'modify the ramdisk'],
  retired: ['retired', 'protected', 'decommission a node', 'delete node', 'unretire'],
  'conductor-group': ['conductor group', 'no conductor', 'conductor gruop', 'driver not found'],
  firmware: ['firmware', 'firmware update stuck', 'bios update', 'firmwre'],
  'agent-stuck': ['agent', 'ipa stuck', 'heartbeat'],
};

const asked = Object.entries(TYPED).flatMap(([id, words]) => words.map((word) => [word, id] as const));

it.each(asked)('%j is %s', (words, id) => {
  const found = findProcedure(words);
  expect(found.kind === 'found' ? found.procedure.id : found).toBe(id);
});

test('every procedure is asked for, by more than its id', () => {
  expect(asked.length).toBeGreaterThan(80);
  expect(PROCEDURES.map(({ id }) => id).filter((id) => (TYPED[id]?.length ?? 0) < 2)).toEqual([]);
});

test('its id, its title and its own words lead to each', () => {
  for (const { id, title, words } of PROCEDURES)
    for (const phrase of [id, title, title.toUpperCase(), ...words])
      expect(findProcedure(phrase), phrase).toMatchObject({ kind: 'found', procedure: { id } });
});

test('words that fit several procedures offer them, the likeliest first', () => {
  const ids = (words: string) => {
    const found = findProcedure(words);
    return found.kind === 'several' ? found.procedures.map(({ id }) => id) : found;
  };
  expect(ids('which verb')).toEqual(['states', 'stop-operation']);
  expect(ids('ramdisk')).toEqual(['patch-ramdisk', 'ramdisk-logs']);
  expect(ids('take it out of service')).toContain('retired');
});

test('what is not known finds nothing, and names what it looks like', () => {
  expect(findProcedure('xyzzy')).toEqual({ kind: 'none', nearest: [] });
  expect(findProcedure('')).toEqual({ kind: 'none', nearest: [] });
  expect(findProcedure('how do I')).toEqual({ kind: 'none', nearest: [] });
  expect(findProcedure('maintenannccee')).toEqual({ kind: 'none', nearest: ['maintenance'] });
});

test('anything may be typed', () => {
  for (const words of ['$(pwned)', '../..', '\u202e', '*'.repeat(5000), 'constructor', '__proto__', '🤷'])
    expect(findProcedure(words).kind).toBe('none');
});
