import { expect, it } from 'vitest';
import playbook from '../../playbooks/nvme-partition.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding } from '../support/findings.ts';

const NVME =
  "Deploy step {'step': 'write_image'} failed: Unexpected error while running command. Command: lsblk -bia --json /dev/nvme0n1p2 Stderr: 'lsblk: /dev/nvme0n1p2: not a block device'";
const IMAGE = { id: 'f0000000-0000-4000-8000-000000000001', name: 'rocky-9', disk_format: 'qcow2' };
const failed = (node: object = {}, image: unknown = IMAGE, last_error = NVME) => ({
  node: {
    ...HEALTHY_NODE,
    provision_state: 'deploy failed',
    provision_updated_at: minutesAgo(5),
    last_error,
    instance_info: { image_source: IMAGE.id },
    ...node,
  },
  history: [],
  image,
});

it('blames kernel and ramdisk ids of the Glance image', async () => {
  const finding = await onlyFinding(playbook, failed({}, { ...IMAGE, kernel_id: 'k', ramdisk_id: 'r' }));
  expect(finding).toMatchObject({
    code: 'nvme-whole-disk-as-partition',
    cause: 'image-invalid',
    guide: 'nvme-partition',
    confidence: 'likely',
  });
  expect(commandsOf(finding)).toContain(`openstack image set --property img_type=whole-disk ${IMAGE.id}`);
  expect(finding.explains).toEqual(
    expect.arrayContaining(['deploy-failed-image-invalid', 'log-nvme-not-block-device']),
  );
});

it('blames img_type', async () => {
  const finding = await onlyFinding(playbook, failed({}, { ...IMAGE, img_type: 'partition' }));
  expect(finding.evidence[1]).toMatchObject({ source: 'image.img_type' });
});

it('blames instance_info on a node without Glance', async () => {
  const info = { image_source: 'http://x/y.qcow2', kernel: 'http://x/k', ramdisk: 'http://x/r' };
  const finding = await onlyFinding(playbook, failed({ instance_info: info }, null));
  expect(finding.evidence.map(({ source }) => source)).toEqual([
    'node.last_error',
    'node.instance_info.kernel',
    'node.instance_info.ramdisk',
  ]);
  expect(commandsOf(finding)).toContain(
    'baremetal node unset node-17 --instance-info kernel --instance-info ramdisk',
  );
});

it.each([
  [
    'an image that says whole-disk, whatever kernel it has',
    failed({}, { ...IMAGE, img_type: 'whole-disk', kernel_id: 'k' }),
  ],
  ['an image without any such attribute', failed()],
  [
    'a partition image with another error',
    failed({}, { ...IMAGE, img_type: 'partition' }, 'Image failed to verify against checksum'),
  ],
])('says nothing more about %s', async (_, facts) => {
  const { findings, clear } = await examine(playbook, facts);
  expect(findings).toEqual([]);
  expect(clear).toHaveLength(1);
});

it('cannot tell without Glance', async () => {
  const { unknown } = await examine(playbook, {
    ...failed(),
    image: undefined,
    unread: { image: 'Glance is sick' },
  });
  expect(unknown).toMatchObject([{ reason: 'Glance is sick' }]);
});
