import { describe, expect, it } from 'vitest';
import playbook from '../../playbooks/secure-erase.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const STEP = `Clean step {'step': 'erase_devices', 'interface': 'deploy'} failed on node ${HEALTHY_NODE.uuid}. `;
const UNSUPPORTED = `${STEP}Error erasing block device: Unable to erase block device /dev/sda: device is unsupported.`;
const FROZEN = `${STEP}Error erasing block device: Failed to invoke secure erase, fallback to shred is not enabled: Block device /dev/sda is frozen and cannot be erased`;
const NVME = `${STEP}Error erasing block device: Failed to invoke secure erase, fallback to shred is not enabled: nvme-cli did not return any supported format modes for device: /dev/nvme0n1`;

const PERC = { name: '/dev/sda', vendor: 'DELL', model: 'PERC H755 Front', size: 960e9, serial: '00ab' };
const SSD = { name: '/dev/sdb', vendor: 'ATA', model: 'SAMSUNG MZ7L3960', size: 960e9, serial: 'S6' };
const failed = (last_error: string, node: object = {}, disks: unknown[] = []) => ({
  node: {
    ...HEALTHY_NODE,
    provision_state: 'clean failed',
    target_provision_state: 'available',
    provision_updated_at: minutesAgo(30),
    last_error,
    ...node,
  },
  history: [],
  inventory: { inventory: { disks } },
});

describe('found', () => {
  it('a RAID controller before the disk, by its inventory', async () => {
    const finding = await onlyFinding(
      playbook,
      failed(UNSUPPORTED, { raid_interface: 'redfish' }, [PERC, SSD]),
    );
    expect(finding).toMatchObject({
      code: 'secure-erase-behind-raid',
      cause: 'clean-step-failed',
      guide: 'secure-erase',
      confidence: 'confirmed',
      explains: expect.arrayContaining(['clean-failed-clean-step-failed']),
    });
    expect(finding.evidence.map(({ source }) => source)).toContain('inventory.disks[/dev/sda].model');
    expect(commandsOf(finding)).toContain('delete_configuration');
    expect(commandsOf(finding)).toContain('baremetal node manage node-17');
    expect(proposed(finding)).toEqual(['fix-disk', 'fix-config', 'manage']);
    expect(stepsOf(finding)).toContain('Do not just skip');
  });

  it('a frozen disk is no matter of RAID', async () => {
    const info = { agent_continue_if_secure_erase_failed: false };
    const finding = await onlyFinding(playbook, failed(FROZEN, { driver_internal_info: info }, [PERC]));
    expect(finding.code).toBe('secure-erase-frozen');
    expect(finding.summary).toContain('/dev/sda is frozen');
    expect(finding.evidence.at(-1)?.observed).toContain('rather than overwrite');
  });

  it('an NVMe disk that supports no format', async () => {
    const disk = { name: '/dev/nvme0n1', model: 'QEMU NVMe Ctrl', size: 1e12 };
    const finding = await onlyFinding(playbook, failed(NVME, { raid_interface: 'no-raid' }, [disk]));
    expect(finding.code).toBe('secure-erase-nvme');
    expect(commandsOf(finding)).toContain('nvme id-ctrl /dev/nvme0n1 -H');
  });

  it('RAID volumes that Ironic made itself, without an inventory', async () => {
    const { inventory: _, ...facts } = failed(UNSUPPORTED, {
      raid_interface: 'idrac-redfish',
      raid_config: { logical_disks: [{ size_gb: 900 }] },
    });
    const finding = await onlyFinding(playbook, facts);
    expect(finding.code).toBe('secure-erase-behind-raid');
    expect(finding.missing.map(({ fact }) => fact)).toContain('inventory');
  });
});

it.each([
  [
    'a plain disk that is not supported, behind nothing that is known',
    failed(UNSUPPORTED, {}, [{ ...SSD, name: '/dev/sda' }]),
  ],
  ['a RAID volume beside the disk that failed', failed(UNSUPPORTED.replace('sda', 'sdb'), {}, [PERC, SSD])],
  [
    'a disk of its own on a node that could do RAID',
    failed(UNSUPPORTED, { raid_interface: 'redfish' }, [{ ...SSD, name: '/dev/sda' }]),
  ],
  ['software RAID', failed(UNSUPPORTED, { raid_interface: 'agent' }, [{ ...SSD, name: '/dev/sda' }])],
  [
    'a broken disk',
    failed(`${STEP}Error erasing block device: Input/output error`, { raid_interface: 'redfish' }, [PERC]),
  ],
])('is silent about %s', async (_, facts) => {
  const { findings, clear } = await examine(playbook, facts);
  expect(findings).toEqual([]);
  expect(clear).toHaveLength(1);
});

it('cannot tell without the inventory where nothing else points to a controller', async () => {
  const { inventory: _, ...facts } = failed(UNSUPPORTED);
  const { findings, unknown } = await examine(playbook, {
    ...facts,
    unread: { inventory: 'Ironic is too old' },
  });
  expect(findings).toEqual([]);
  expect(unknown).toMatchObject([{ reason: 'Ironic is too old' }]);
});
