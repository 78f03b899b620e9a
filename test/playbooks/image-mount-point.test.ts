import { describe, expect, it } from 'vitest';
import playbook from '../../playbooks/image-mount-point.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, proposed, stepsOf } from '../support/findings.ts';

const MOUNT =
  "Deploy step {'step': 'prepare_instance_boot'} failed: Failed to install a bootloader when deploying node 1111. Error: mount: /tmp/tmpl0z/dev: mount point does not exist.";
const EFI =
  'Failed to install a bootloader when deploying node 1111: No EFI partition could be detected on device /dev/sda and EFI partition UUID has not been recorded during deployment. Are you using a UEFI-compatible image?';
const IMAGE = {
  id: 'f0000000-0000-4000-8000-000000000001',
  name: 'debian-13',
  size: 3e9,
  disk_format: 'raw',
};

const failed = (last_error: string, node: object = {}, image: unknown = IMAGE) => ({
  node: {
    ...HEALTHY_NODE,
    provision_state: 'deploy failed',
    provision_updated_at: minutesAgo(5),
    last_error,
    instance_info: { image_source: IMAGE.id, image_type: 'whole-disk' },
    ...node,
  },
  history: [],
  image,
});

describe('found', () => {
  it('a test image for virtual machines, by name and size', async () => {
    const image = { ...IMAGE, name: 'cirros-0.6.2', os_distro: 'cirros', size: 21_000_000 };
    const finding = await onlyFinding(playbook, failed(MOUNT, {}, image));
    expect(finding).toMatchObject({
      code: 'image-test-vm',
      cause: 'image-unbootable',
      guide: 'mount-point',
      confidence: 'likely',
    });
    expect(finding.evidence.map(({ source }) => source)).toEqual([
      'node.last_error',
      'image.name',
      'image.os_distro',
      'image.size',
    ]);
    expect(finding.explains).toContain('deploy-failed-image-unbootable');
    expect(proposed(finding)).toEqual(['fix-image']);
  });

  it('an image that is deployed as a single partition', async () => {
    const image = { ...IMAGE, kernel_id: 'k', ramdisk_id: 'r' };
    const node = { instance_info: { image_source: IMAGE.id } };
    const finding = await onlyFinding(playbook, failed(MOUNT, node, image));
    expect(finding.code).toBe('image-partition-boot-loader');
    expect(commandsOf(finding)).toContain(
      `openstack image unset --property kernel_id --property ramdisk_id ${IMAGE.id}`,
    );
    expect(commandsOf(finding)).toContain('baremetal node deploy node-17');
  });

  it('an image that Glance does not have, by what the node says of it', async () => {
    const node = { instance_info: { image_source: 'http://files/root.img', kernel: 'k', ramdisk: 'r' } };
    const { code, summary } = await onlyFinding(playbook, failed(MOUNT, node, null));
    expect(code).toBe('image-partition-boot-loader');
    expect(summary).toContain(': the image is deployed as a partition image');
  });

  it('an image for the other boot mode', async () => {
    const image = { ...IMAGE, hw_firmware_type: 'bios' };
    const finding = await onlyFinding(playbook, failed(EFI, { boot_mode: 'uefi' }, image));
    expect(finding.code).toBe('image-boot-mode-mismatch');
    expect(finding.confidence).toBe('confirmed');
    expect(finding.evidence.map(({ observed }) => observed)).toContain('boot mode uefi');
  });

  it('a partition image on a node without Nova and Glance', async () => {
    const node = {
      instance_info: { image_source: 'http://x/y.img', kernel: 'http://x/k', ramdisk: 'http://x/r' },
    };
    const finding = await onlyFinding(playbook, failed(MOUNT, node, null));
    expect(finding.code).toBe('image-partition-boot-loader');
    expect(commandsOf(finding)).toContain('--instance-info kernel --instance-info ramdisk');
  });

  it('leaves the server to Nova', async () => {
    const node = {
      instance_uuid: '22222222-2222-4222-8222-222222222222',
      driver_internal_info: { is_whole_disk_image: false },
      instance_info: {},
    };
    const finding = await onlyFinding(playbook, failed(MOUNT, node));
    expect(stepsOf(finding)).toContain('Nova decides');
    expect(commandsOf(finding)).not.toContain('undeploy');
  });
});

describe('clear', () => {
  it.each([
    ['a whole-disk image of usual size tells nothing more', failed(MOUNT)],
    [
      'a node that wants the boot mode of its image',
      failed(EFI, { boot_mode: 'uefi' }, { ...IMAGE, hw_firmware_type: 'uefi' }),
    ],
    [
      'what the node says of its image goes before Glance',
      failed(MOUNT, {}, { ...IMAGE, img_type: 'partition' }),
    ],
    [
      'a Cirros image beside a checksum error',
      failed(
        'Image failed to verify against checksum. location: x',
        {},
        { ...IMAGE, name: 'cirros', size: 1e7 },
      ),
    ],
    [
      'an NVMe partition is another section',
      failed(
        'Failed to install a bootloader: lsblk: /dev/nvme0n1p2: not a block device',
        {},
        { ...IMAGE, img_type: 'partition' },
      ),
    ],
  ])('%s', async (_, facts) => {
    const { findings, clear } = await examine(playbook, facts);
    expect(findings).toEqual([]);
    expect(clear).toHaveLength(1);
  });

  it('is not asked of a node that runs', async () => {
    const { findings, clear, unknown } = await examine(playbook, {
      node: { ...HEALTHY_NODE, provision_state: 'active', last_error: MOUNT },
    });
    expect([findings, clear, unknown]).toEqual([[], [], []]);
  });
});

it('cannot tell without Glance', async () => {
  const { findings, unknown } = await examine(playbook, {
    ...failed(MOUNT),
    image: undefined,
    unread: { image: 'Glance did not answer' },
  });
  expect(findings).toEqual([]);
  expect(unknown).toMatchObject([{ reason: 'Glance did not answer' }]);
});

it('takes the reason from history when last_error was wiped', async () => {
  const facts = failed('', {}, { ...IMAGE, name: 'cirros', size: 1e7 });
  const event = {
    uuid: 'h',
    created_at: minutesAgo(5),
    severity: 'ERROR',
    event_type: 'deploying',
    event: MOUNT,
  };
  const finding = await onlyFinding(playbook, { ...facts, history: [event] });
  expect(finding.evidence[0]?.source).toMatch(/^history\[/);
});
