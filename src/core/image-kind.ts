import type { Image } from '../openstack/glance/schema.ts';
import type { Node } from '../openstack/ironic/schema.ts';
import { textIn } from './bag.ts';
import type { Evidence, Step } from './finding.ts';
import { typedName, typedWord } from './node-words.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** "80.0 GiB", "20.4 MiB". */
export function sizeWords(bytes: number): string {
  return bytes < GIB ? `${(bytes / MIB).toFixed(1)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;
}

/** The name where there is one, else the id; for sentences, never for commands. */
export function imageLabel(image: Image): string {
  return image.name || image.id;
}

/**
 * Why Ironic takes the image for one of a single partition. Its order of asking is that of openstack/ironic
 * ironic/common/images.py, is_whole_disk_image: the node's `image_type` before Glance's `img_type` before the kernel
 * and ramdisk, whose presence alone is enough.
 */
export function partitionSigns(node: Node, image: Image | null | undefined): readonly Evidence[] {
  const info = node.instance_info;
  const signs: Evidence[] = [];
  const note = (source: string, observed: string) =>
    void signs.push({ bearing: 'supports', source, observed });
  const declared = textIn(info, 'image_type');
  if (declared && declared !== 'partition') return [];
  if (declared) {
    note('node.instance_info.image_type', 'partition');
  } else {
    for (const key of ['kernel', 'ramdisk']) {
      if (textIn(info, key)) note(`node.instance_info.${key}`, 'set: Ironic then expects a partition image');
    }
  }
  if (image?.img_type) {
    if (image.img_type === 'partition') note('image.img_type', `partition (image ${imageLabel(image)})`);
  } else if (image) {
    for (const key of ['kernel_id', 'ramdisk_id'] as const) {
      if (image[key]) note(`image.${key}`, `${image[key]}: Ironic then expects a partition image`);
    }
  }
  const internal = node.driver_internal_info?.['is_whole_disk_image'];
  if (internal === false) note('node.driver_internal_info.is_whole_disk_image', 'false');
  return signs;
}

/** How to have an image of a whole disk taken for what it is, in Glance or on a node that is deployed without Nova. */
export function wholeDiskSteps(node: Node, image: Image | null | undefined): readonly Step[] {
  const id = typedWord(image?.id, 'image');
  const inGlance: readonly Step[] = image
    ? [
        {
          text: 'Say in Glance that it is the image of a whole disk.',
          command: `openstack image set --property img_type=whole-disk ${id}`,
        },
        ...(image.kernel_id || image.ramdisk_id
          ? [
              {
                text: 'Take away its kernel and ramdisk; a whole-disk image boots by itself.',
                command: `openstack image unset --property kernel_id --property ramdisk_id ${id}`,
              },
            ]
          : []),
      ]
    : [];
  const info = node.instance_info;
  const own = ['kernel', 'ramdisk'].filter((key) => textIn(info, key));
  // With an instance Nova writes instance_info anew for each deploy.
  if (node.instance_uuid || (image && own.length === 0)) return inGlance;
  return [
    ...inGlance,
    {
      text: 'Say it on the node.',
      command: `baremetal node set ${typedName(node)} --instance-info image_type=whole-disk`,
    },
    ...(own.length > 0
      ? [
          {
            text: 'Take away the kernel and ramdisk that the node names for its instance.',
            command: `baremetal node unset ${typedName(node)} ${own.map((key) => `--instance-info ${key}`).join(' ')}`,
          },
        ]
      : []),
  ];
}

/** A cloud image with drivers for real hardware is hardly smaller. */
const TEST_IMAGE_BYTES = 100 * MIB;

/** Signs of an image for trying out virtual machines, such as Cirros: no drivers, an empty root file system. */
export function testImageSigns(image: Image): readonly Evidence[] {
  const signs: Evidence[] = [];
  if (/\bcirros\b/i.test(image.name ?? ''))
    signs.push({ bearing: 'supports', source: 'image.name', observed: image.name ?? '' });
  if (/cirros/i.test(image.os_distro ?? ''))
    signs.push({ bearing: 'supports', source: 'image.os_distro', observed: image.os_distro ?? '' });
  if (image.size && image.size < TEST_IMAGE_BYTES)
    signs.push({
      bearing: 'supports',
      source: 'image.size',
      observed: `${sizeWords(image.size)}: too small for an image with drivers for hardware`,
    });
  return signs;
}

/** The boot mode that the node will use: as Ironic has read it, else as it is asked for. */
export function bootModeOf(node: Node): { readonly mode: string; readonly source: string } | undefined {
  const asked = (bag: Node['properties']) =>
    /(?:^|,)\s*boot_mode:\s*(\w+)/.exec(textIn(bag, 'capabilities') ?? '')?.[1];
  const of = asked(node.instance_info);
  if (of) return { mode: of, source: 'node.instance_info.capabilities' };
  if (node.boot_mode) return { mode: node.boot_mode, source: 'node.boot_mode' };
  const own = asked(node.properties);
  return own ? { mode: own, source: 'node.properties.capabilities' } : undefined;
}

/** The image says that it boots in the other mode. */
export function bootModeMismatch(node: Node, image: Image): readonly Evidence[] {
  const wants = image.hw_firmware_type;
  const mode = bootModeOf(node);
  if (!wants || !mode || mode.mode === wants) return [];
  return [
    {
      bearing: 'supports',
      source: 'image.hw_firmware_type',
      observed: `${wants} (image ${imageLabel(image)})`,
    },
    { bearing: 'supports', source: mode.source, observed: `boot mode ${mode.mode}` },
  ];
}
