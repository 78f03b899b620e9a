import { uuidFrom } from './ids.ts';
import type {
  CloudState,
  ComputeServiceRecord,
  ConductorRecord,
  DriverRecord,
  ImageRecord,
  NetworkRecord,
} from './state.ts';
import { bareTime, day, hour, ironicTime, minute, second, zuluTime } from './times.ts';

/** Images by short name -> name in Glance. */
export const images = {
  debian: 'debian-13-raw',
  ubuntu: 'ubuntu-24.04-qcow2',
  partition: 'centos-9-partition',
  ramdiskKernel: 'ironic-agent.kernel',
  ramdisk: 'ironic-agent.initramfs',
} as const;
export type ImageName = keyof typeof images;

/** Networks by purpose -> name in Neutron. */
export const networks = {
  provisioning: 'baremetal-provisioning',
  cleaning: 'baremetal-cleaning',
  tenant: 'tenant-web',
} as const;
export type NetworkName = keyof typeof networks;

const gib = 1024 ** 3;

function imageRecords(created: string): ImageRecord[] {
  const image = (
    name: string,
    disk_format: string,
    size: number,
    virtual_size: number | null,
    properties: { [key: string]: string } = {},
  ): ImageRecord => ({
    id: uuidFrom(`image-${name}`),
    name,
    disk_format,
    size,
    virtual_size,
    status: 'active',
    created_at: created,
    properties,
  });
  const kernel = image('centos-9.vmlinuz', 'aki', 14_000_000, null);
  const ramdisk = image('centos-9.initrd', 'ari', 90_000_000, null);
  return [
    image(images.debian, 'raw', 3 * gib, 3 * gib, { os_distro: 'debian', hw_firmware_type: 'uefi' }),
    // Small to download, huge once converted to raw.
    image(images.ubuntu, 'qcow2', 700_000_000, 80 * gib, { os_distro: 'ubuntu' }),
    kernel,
    ramdisk,
    image(images.partition, 'raw', 2 * gib, 2 * gib, {
      img_type: 'partition',
      kernel_id: kernel.id,
      ramdisk_id: ramdisk.id,
    }),
    image(images.ramdiskKernel, 'aki', 12_000_000, null),
    image(images.ramdisk, 'ari', 420_000_000, null),
  ];
}

function networkRecords(created: string): NetworkRecord[] {
  return Object.values(networks).map((name, index) => ({
    id: uuidFrom(`network-${name}`),
    name,
    created_at: created,
    physical_network: 'physnet1',
    segmentation_id: 100 + index,
    subnet: { id: uuidFrom(`subnet-${name}`), cidr: `10.4${index}.0.0/24` },
  }));
}

const hardwareTypes = ['ipmi', 'redfish'];

/** Three conductors that live, one that died while it held nodes, and one that was taken down for good long ago. */
function conductorRecords(start: number): ConductorRecord[] {
  const conductor = (hostname: string, group: string, alive: boolean, lastSeen: number): ConductorRecord => ({
    hostname,
    conductor_group: group,
    drivers: [...hardwareTypes],
    created_at: ironicTime(start - 90 * day),
    updated_at: ironicTime(start - lastSeen),
    alive,
  });
  return [
    conductor('cond-1', '', true, 4 * second),
    conductor('cond-2', '', true, 7 * second),
    conductor('cond-3', 'rack-b', true, 2 * second),
    conductor('cond-4', 'rack-c', false, 47 * minute),
    conductor('cond-0', '', false, 6 * day),
  ];
}

function driverRecords(): DriverRecord[] {
  const common = {
    console: { default: 'no-console', enabled: ['no-console'] },
    deploy: { default: 'direct', enabled: ['direct', 'ramdisk'] },
    inspect: { default: 'agent', enabled: ['agent', 'no-inspect'] },
    // `neutron` is not among them: that is the trouble of one of the scenarios.
    network: { default: 'flat', enabled: ['flat', 'noop'] },
    raid: { default: 'no-raid', enabled: ['agent', 'no-raid'] },
    rescue: { default: 'no-rescue', enabled: ['agent', 'no-rescue'] },
    storage: { default: 'noop', enabled: ['cinder', 'noop'] },
  };
  return [
    {
      name: 'ipmi',
      interfaces: {
        ...common,
        bios: { default: 'no-bios', enabled: ['no-bios'] },
        boot: { default: 'ipxe', enabled: ['ipxe', 'pxe'] },
        management: { default: 'ipmitool', enabled: ['ipmitool', 'noop'] },
        power: { default: 'ipmitool', enabled: ['ipmitool'] },
        vendor: { default: 'ipmitool', enabled: ['ipmitool', 'no-vendor'] },
      },
    },
    {
      name: 'redfish',
      interfaces: {
        ...common,
        bios: { default: 'redfish', enabled: ['no-bios', 'redfish'] },
        boot: { default: 'ipxe', enabled: ['ipxe', 'pxe', 'redfish-virtual-media'] },
        management: { default: 'redfish', enabled: ['redfish'] },
        power: { default: 'redfish', enabled: ['redfish'] },
        vendor: { default: 'redfish', enabled: ['no-vendor', 'redfish'] },
      },
    },
  ];
}

function computeServices(start: number): ComputeServiceRecord[] {
  const service = (binary: string, host: string, zone: string, numericId: number): ComputeServiceRecord => ({
    id: uuidFrom(`service-${binary}-${host}`),
    numericId,
    binary,
    host,
    zone,
    status: 'enabled',
    state: 'up',
    updated_at: bareTime(start - 5 * second),
    disabled_reason: null,
    forced_down: false,
  });
  return [
    service('nova-conductor', 'control-1', 'internal', 1),
    service('nova-scheduler', 'control-1', 'internal', 2),
    service('nova-compute', 'compute-1', 'nova', 3),
    {
      ...service('nova-compute', 'compute-2', 'nova', 4),
      status: 'disabled',
      disabled_reason: 'CHG-2207 move of the storage racks',
    },
    {
      ...service('nova-compute', 'compute-3', 'nova', 5),
      state: 'down',
      updated_at: bareTime(start - 3 * hour),
    },
  ];
}

/** What stands there before any scenario: conductors, drivers, compute services, networks and images. */
export function layBase(state: CloudState, start: number): void {
  const created = zuluTime(start - 80 * day);
  state.conductors.push(...conductorRecords(start));
  state.drivers.push(...driverRecords());
  state.computeServices.push(...computeServices(start));
  state.networks.push(...networkRecords(created));
  state.images.push(...imageRecords(created));
}
