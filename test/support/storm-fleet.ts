import type { Scenario } from '../../src/sandbox/cloud/scenario.ts';
import type { Site } from '../../src/sandbox/cloud/site.ts';
import { hour, minute } from '../../src/sandbox/cloud/times.ts';
import { blame, cleaningInternals, failPower, onCleaningNetwork } from '../../src/sandbox/cloud/troubles.ts';

/** One reason that many nodes share, hidden among thousands that are well. */
export interface HiddenCause {
  readonly cause: string;
  /** What a story about it has to say besides the number of its nodes. */
  readonly says: RegExp;
  readonly nodes: readonly string[];
  /** As an alerting rule would call what it sees of it. */
  readonly alertnames: readonly string[];
}

interface Kind extends Omit<HiddenCause, 'nodes'> {
  readonly prefix: string;
  readonly count: number;
  build(site: Site, name: string, index: number): void;
}

const ago = 20 * minute;

const KINDS: readonly Kind[] = [
  {
    cause: 'stuck-ing-state',
    says: /conductor .?cond-4/,
    prefix: 'dead',
    count: 130,
    alertnames: ['IronicNodeStuckDeploying', 'IronicNodeDeployTimeout', 'IronicNodeStuck'],
    build(site, name) {
      site.node({
        name,
        conductor_group: 'rack-c',
        provision_state: 'cleaning',
        target_provision_state: 'available',
        reservation: 'cond-4',
        since: 49 * minute,
        leaf: 'leaf-31',
      });
    },
  },
  {
    cause: 'bmc-credentials',
    says: /10\.30\.77\./,
    prefix: 'locked-out',
    count: 90,
    alertnames: ['IronicPowerSyncFailed', 'IronicNodeBmcCredentials'],
    build(site, name, index) {
      const address = `10.30.77.${index + 1}`;
      const node = site.node({
        name,
        family: 'redfish',
        provision_state: 'available',
        leaf: `leaf-4${index % 3}`,
      });
      node.driver_info = { ...node.driver_info, redfish_address: `https://${address}` };
      const error = `Redfish exception occurred. Error: HTTP GET https://${address}/redfish/v1/Systems/1 returned code 401. Base.1.8.NoValidSession: There is no valid session established with the implementation. Extended information: none`;
      failPower(site, node, ago, 'power off', error);
    },
  },
  {
    cause: 'dhcp-pxe-boot',
    says: /leaf-77/,
    prefix: 'mute',
    count: 80,
    alertnames: ['IronicNodeStuckCleanWait', 'IronicNodeStuck'],
    build(site, name) {
      const node = site.node({
        name,
        provision_state: 'clean wait',
        target_provision_state: 'available',
        power_state: 'power on',
        since: 3 * hour,
        leaf: 'leaf-77',
      });
      node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
      node.hidden.ramdisk = 'silent';
      onCleaningNetwork(site, node);
    },
  },
  {
    cause: 'image-invalid',
    says: /image/,
    prefix: 'unsafe',
    count: 60,
    alertnames: ['IronicNodeDeployFailed', 'IronicDeployErrors', 'IronicNodeInError'],
    build(site, name, index) {
      const node = site.node({
        name,
        provision_state: 'deploy failed',
        target_provision_state: 'active',
        since: ago,
        leaf: `leaf-5${index % 4}`,
      });
      node.instance_info = {
        image_source: '5b1f0e7c-9d54-4a0b-8a57-0f6f6c1a7a77',
        image_type: 'whole-disk',
        image_disk_format: 'qcow2',
      };
      const text = `Deploy step {'step': 'write_image', 'priority': 80, 'argsinfo': None, 'interface': 'deploy'} failed on node ${node.uuid}. Agent returned error for deploy step: The provided image is not valid for use: Security: Expected format was qcow2, but image was actually raw`;
      blame(site, node, ago, 'deploying', text);
    },
  },
  {
    cause: 'clean-step-failed',
    says: /firmware|bios/i,
    prefix: 'frozen',
    count: 40,
    alertnames: ['IronicNodeCleanFailed', 'IronicNodeMaintenance'],
    build(site, name, index) {
      const node = site.node({
        name,
        provision_state: 'clean failed',
        target_provision_state: 'available',
        power_state: 'power on',
        maintenance: true,
        fault: 'clean failure',
        since: ago,
        leaf: `leaf-6${index % 5}`,
      });
      node.properties = { ...node.properties, bios_version: 'U47 v2.11' };
      node.driver_internal_info = { ...node.driver_internal_info, ...cleaningInternals };
      const text = `Clean step {'step': 'erase_devices', 'priority': 10, 'interface': 'deploy', 'argsinfo': None, 'abortable': True} failed on node ${node.uuid}. Error erasing block device: Failed to invoke secure erase, fallback to shred is not enabled: Block device /dev/sdb is frozen and cannot be erased`;
      blame(site, node, ago, 'cleaning', text);
      node.maintenance_reason = text;
    },
  },
];

const namesOf = ({ prefix, count }: Kind): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(3, '0')}`);

/** Five causes and the 400 nodes that suffer from them. */
export const HIDDEN_CAUSES: readonly HiddenCause[] = KINDS.map((kind) => ({ ...kind, nodes: namesOf(kind) }));

/** For a simulated cloud, which stands the healthy nodes beside it. */
export const stormFleet: Scenario = {
  name: 'storm-fleet',
  expect: {
    subject: 'dead-001',
    causes: ['stuck-ing-state'],
    title: 'Five things broke at once, and 400 nodes suffer from them',
  },
  build(site) {
    for (const kind of KINDS)
      for (const [index, name] of namesOf(kind).entries()) kind.build(site, name, index);
  },
};
