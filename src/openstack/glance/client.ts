import { segment } from '../paths.ts';
import type { ServiceClient } from '../service.ts';
import type { ReadOptions } from '../wire.ts';
import { type Image, ImagePageSchema, ImageSchema } from './schema.ts';

/** Typed reads of Glance. */
export interface GlanceClient {
  readonly service: 'glance';
  /** Null when there is none, or none that this credential may see. */
  getImage(id: string, options?: ReadOptions): Promise<Image | null>;
  /** Those named exactly so. */
  findImages(name: string, options?: ReadOptions): Promise<readonly Image[]>;
}

export function createGlanceClient(http: ServiceClient): GlanceClient {
  return {
    service: 'glance',

    async getImage(id, options = {}) {
      return (await http.find(`/images/${segment(id)}`, ImageSchema, options))?.body ?? null;
    },

    async findImages(name, options = {}) {
      // openstack/glance glance/api/v2/images.py: a value that begins with `in:` would be taken for a list.
      const query = { name: name.startsWith('in:') ? `in:"${name.replaceAll('"', '\\"')}"` : name };
      const answer = await http.get('/images', ImagePageSchema, { ...options, query });
      return answer.body.images.filter((image) => image.name === name);
    },
  };
}
