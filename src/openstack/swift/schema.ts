import { z } from 'zod';
import { count, text } from '../wire.ts';

/** One object of a container's listing (openstack/swift api-ref/source/storage-container-services.inc). */
export const SwiftObjectSchema = z.object({
  name: z.string(),
  bytes: count,
  last_modified: text,
});
export type SwiftObject = z.infer<typeof SwiftObjectSchema>;

/** An empty container may answer with nothing at all; a `subdir` is no object. */
export const ListingSchema = z.preprocess(
  (body) => (body === '' || body === null ? [] : body),
  z.array(z.union([SwiftObjectSchema, z.object({ subdir: z.string() }).transform(() => null)])),
);
