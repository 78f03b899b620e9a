import { type Query, segment } from '../paths.ts';
import type { ServiceClient } from '../service.ts';
import type { ReadOptions } from '../wire.ts';
import {
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
  return {
    service: 'neutron',

    async ports(by, options = {}) {
      const ids = by.id === undefined ? undefined : [by.id].flat();
      if (ids?.length === 0) return [];
      const query: Query = { mac_address: by.mac_address, device_id: by.device_id, id: ids };
      const answer = await http.get('/ports', NeutronPortPageSchema, { ...options, query });
      return answer.body.ports;
    },

    async getPort(id, options = {}) {
      return (await http.find(`/ports/${segment(id)}`, NeutronPortBodySchema, options))?.body.port ?? null;
    },

    async networks(by = {}, options = {}) {
      if (by.id?.length === 0) return [];
      const answer = await http.get('/networks', NetworkPageSchema, { ...options, query: { id: by.id } });
      return answer.body.networks;
    },

    async agents(by = {}, options = {}) {
      const answer = await http.find('/agents', NetworkAgentPageSchema, { ...options, query: { ...by } });
      return answer?.body.agents ?? null;
    },
  };
}
