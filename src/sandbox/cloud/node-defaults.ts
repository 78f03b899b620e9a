import { images } from './base.ts';
import { numberFrom, uuidFrom } from './ids.ts';
import { projects } from './keystone/identities.ts';
import { marked } from './secrets.ts';
import type { JsonObject, NodeRecord } from './state.ts';
import { bareTime, ironicTime } from './times.ts';

/** Address of a node's BMC, e.g. `10.30.1.17`: no two nodes of the scenarios share one. */
export function bmcAddress(name: string): string {
  const match = /^bm-([a-z])(\d+)$/.exec(name);
  if (match) return `10.30.${(match[1] ?? 'a').charCodeAt(0) - 96}.${100 + Number(match[2])}`;
  const n = numberFrom(name, 64516);
  return `10.31.${1 + Math.floor(n / 254)}.${1 + (n % 254)}`;
}

function driverInfo(name: string, family: 'ipmi' | 'redfish'): JsonObject {
  const ramdisk = {
    deploy_kernel: uuidFrom(`image-${images.ramdiskKernel}`),
    deploy_ramdisk: uuidFrom(`image-${images.ramdisk}`),
  };
  if (family === 'ipmi') {
    return {
      ipmi_address: bmcAddress(name),
      ipmi_username: 'ironic',
      ipmi_password: marked(`bmc-${name}`),
      ipmi_cipher_suite: 17,
      ...ramdisk,
    };
  }
  return {
    redfish_address: `https://${bmcAddress(name)}`,
    redfish_system_id: '/redfish/v1/Systems/1',
    redfish_username: 'ironic',
    redfish_password: marked(`bmc-${name}`),
    redfish_verify_ca: true,
    ...ramdisk,
  };
}

/** A node that is available and well: what every scenario starts from. Times in milliseconds. */
export function nodeDefaults(
  name: string,
  family: 'ipmi' | 'redfish',
  created: number,
  since: number,
): NodeRecord {
  const ipmi = family === 'ipmi';
  return {
    uuid: uuidFrom(`node-${name}`),
    created_at: ironicTime(created),
    updated_at: ironicTime(since),
    allocation_uuid: null,
    automated_clean: null,
    bios_interface: ipmi ? 'no-bios' : 'redfish',
    boot_interface: ipmi ? 'ipxe' : 'redfish-virtual-media',
    boot_mode: 'uefi',
    chassis_uuid: null,
    clean_step: {},
    conductor_group: '',
    console_enabled: false,
    console_interface: 'no-console',
    deploy_interface: 'direct',
    deploy_step: {},
    description: null,
    disable_power_off: false,
    driver: family,
    driver_info: driverInfo(name, family),
    driver_internal_info: { last_power_state_change: bareTime(since), clean_steps: null },
    extra: {},
    fault: null,
    firmware_interface: ipmi ? 'no-firmware' : 'redfish',
    health: null,
    inspection_finished_at: ironicTime(created + 900_000),
    inspection_started_at: ironicTime(created + 300_000),
    inspect_interface: 'agent',
    instance_info: {},
    instance_name: null,
    instance_uuid: null,
    last_error: null,
    lessee: null,
    maintenance: false,
    maintenance_reason: null,
    management_interface: ipmi ? 'ipmitool' : 'redfish',
    name,
    network_data: {},
    network_interface: 'flat',
    owner: projects.admin.id,
    parent_node: null,
    power_interface: ipmi ? 'ipmitool' : 'redfish',
    power_state: 'power off',
    properties: {
      cpus: '64',
      memory_mb: '262144',
      local_gb: '894',
      cpu_arch: 'x86_64',
      vendor: ipmi ? 'supermicro' : 'dell inc.',
      capabilities: 'boot_mode:uefi',
    },
    protected: false,
    protected_reason: null,
    provision_state: 'available',
    provision_updated_at: ironicTime(since),
    raid_config: {},
    raid_interface: 'no-raid',
    rescue_interface: 'no-rescue',
    reservation: null,
    resource_class: 'baremetal-general',
    retired: false,
    retired_reason: null,
    secure_boot: null,
    service_step: {},
    shard: null,
    storage_interface: 'noop',
    target_power_state: null,
    target_provision_state: null,
    target_raid_config: {},
    traits: [],
    vendor_interface: ipmi ? 'ipmitool' : 'redfish',
    hidden: {
      ramdisk: 'calls-back',
      bmcError: null,
      heartbeats: false,
      invalid: {},
      computeHost: 'compute-1',
      placement: 'follows',
    },
  };
}
