import { expect, it } from 'vitest';
import { bootModeOf, partitionSigns, sizeWords, testImageSigns } from '../../../src/core/image-kind.ts';
import type { Image } from '../../../src/openstack/glance/schema.ts';
import type { Node } from '../../../src/openstack/ironic/schema.ts';

const node = (fields: object = {}) => ({ uuid: 'u', provision_state: 'deploy failed', ...fields }) as Node;
const image = (fields: object = {}) => ({ id: 'i', name: 'debian', ...fields }) as Image;
const sources = (n: Node, i: Image | null) => partitionSigns(n, i).map(({ source }) => source);

it("asks in Ironic's order what kind of image it is", () => {
  expect(sources(node(), image({ kernel_id: 'k' }))).toEqual(['image.kernel_id']);
  expect(sources(node(), image({ img_type: 'whole-disk', kernel_id: 'k' }))).toEqual([]);
  expect(
    sources(node({ instance_info: { image_type: 'whole-disk', kernel: 'k' } }), image({ kernel_id: 'k' })),
  ).toEqual([]);
  expect(sources(node({ instance_info: { image_type: 'partition' } }), null)).toEqual([
    'node.instance_info.image_type',
  ]);
  expect(sources(node({ driver_internal_info: { is_whole_disk_image: false } }), null)).toEqual([
    'node.driver_internal_info.is_whole_disk_image',
  ]);
});

it('knows a test image by name, distribution or size, and a small vendor image is none', () => {
  expect(testImageSigns(image({ name: 'cirros-0.6', os_distro: 'cirros', size: 2e7 }))).toHaveLength(3);
  expect(testImageSigns(image({ name: 'alpine-cloud', size: 2e8 }))).toEqual([]);
  expect(testImageSigns(image({ name: 'cirrostratus', size: 2e9 }))).toEqual([]);
});

it("takes the instance's boot mode before the node's", () => {
  expect(
    bootModeOf(node({ boot_mode: 'uefi', instance_info: { capabilities: 'boot_mode:bios' } }))?.mode,
  ).toBe('bios');
  expect(bootModeOf(node({ properties: { capabilities: 'a:b,boot_mode:uefi' } }))?.source).toBe(
    'node.properties.capabilities',
  );
  expect(bootModeOf(node())).toBeUndefined();
});

it('says sizes as people do', () => {
  expect([sizeWords(21_430_272), sizeWords(80 * 2 ** 30)]).toEqual(['20.4 MiB', '80.0 GiB']);
});
