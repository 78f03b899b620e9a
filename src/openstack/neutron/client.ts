import type { z } from 'zod';
import { createPager, type Query, segment } from '../paths.ts';
import type { ServiceClient } from '../service.ts';
import type { ReadOptions } from '../wire.ts';
import {
  type Links,
  type Network,
  type NetworkAgent,
  NetworkAgentPageSchema,
  NetworkPageSchema,
  type NeutronPort,
  NeutronPortBodySchema,
  NeutronPortPageSchema,
} from './schema.ts';

export interface NeutronPortQuery {
  /** One or several. */
  readonly mac_address?: string | readonly string[] | undefined;
  /** One or several. */
  readonly id?: string | readonly string[] | undefined;
  /** The instance's or node's UUID. */
  readonly device_id?: string | undefined;
}

/** Typed reads of Neutron. */
export interface NeutronClient {
  readonly service: 'neutron';
  ports(by: NeutronPortQuery, options?: ReadOptions): Promise<readonly NeutronPort[]>;
  getPort(id: string, options?: ReadOptions): Promise<NeutronPort | null>;
  /** By ids, or all. */
  networks(by?: { readonly id?: readonly string[] }, options?: ReadOptions): Promise<readonly Network[]>;
  /** Null when this cloud has no such extension. Neutron shows a plain member none, without an error. */
  agents(
    by?: { readonly host?: string; readonly agent_type?: string },
    options?: ReadOptions,
  ): Promise<readonly NetworkAgent[] | null>;
}

export function createNeutronClient(http: ServiceClient): NeutronClient {
  /** `pagination_max_limit` cuts lists into pages whatever was asked for (openstack/neutron neutron/api/api_common.py). */
  async function all<S extends z.ZodType, T>(
    path: string,
    schema: S,
    query: Query,
    options: ReadOptions,
    pick: (body: z.infer<S>) => { readonly items: readonly T[]; readonly links: Links },
  ): Promise<readonly T[]> {
    const items: T[] = [];
    const pager = createPager('neutron', query);
    let page: Query | undefined = query;
    while (page !== undefined) {
      const { body } = await http.get(path, schema, { ...options, query: page });
      const { items: more, links } = pick(body);
      items.push(...more);
      page = pager.next(links?.find((link) => link.rel === 'next')?.href, more.length);
    }
    return items;
  }

  return {
    service: 'neutron',

    async ports(by, options = {}) {
      const ids = by.id === undefined ? undefined : [by.id].flat();
      if (ids?.length === 0) return [];
      const query: Query = { mac_address: by.mac_address, device_id: by.device_id, id: ids };
      return all('/ports', NeutronPortPageSchema, query, options, (body) => ({
        items: body.ports,
        links: body.ports_links,
      }));
    },

    async getPort(id, options = {}) {
      return (await http.find(`/ports/${segment(id)}`, NeutronPortBodySchema, options))?.body.port ?? null;
    },

    async networks(by = {}, options = {}) {
      if (by.id?.length === 0) return [];
      return all('/networks', NetworkPageSchema, { id: by.id }, options, (body) => ({
        items: body.networks,
        links: body.networks_links,
      }));
    },

    async agents(by = {}, options = {}) {
      const answer = await http.find('/agents', NetworkAgentPageSchema, { ...options, query: { ...by } });
      return answer?.body.agents ?? null;
    },
  };
}
