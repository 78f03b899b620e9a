import { z } from 'zod';
import { count, flag, text } from '../wire.ts';

/** Glance's images as its v2 API words them (openstack/glance api-ref/source/v2). Sizes are bytes. */
export const ImageSchema = z.object({
  id: z.string(),
  name: text,
  status: text,
  visibility: text,
  owner: text,
  disk_format: text,
  container_format: text,
  size: count,
  /** After conversion to raw; null when Glance does not know. */
  virtual_size: count,
  checksum: text,
  os_hash_algo: text,
  os_hash_value: text,
  min_disk: count,
  min_ram: count,
  os_hidden: flag,
  created_at: text,
  updated_at: text,
  /** `whole-disk` or `partition`, for Ironic. */
  img_type: text,
  kernel_id: text,
  ramdisk_id: text,
  architecture: text,
  hw_firmware_type: text,
  os_distro: text,
  os_secure_boot: text,
  img_hv_type: text,
});
export type Image = z.infer<typeof ImageSchema>;
export const ImagePageSchema = z.object({ images: z.array(ImageSchema), next: text });
