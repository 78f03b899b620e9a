import { z } from 'zod';
import { bag, count, flag, text, texts } from '../wire.ts';

/** Neutron's resources as its REST API words them (openstack/neutron-lib api-ref/source/v2). */

export const NeutronPortSchema = z.object({
  id: z.string(),
  name: text,
  network_id: text,
  mac_address: text,
  status: text,
  admin_state_up: flag,
  /** The instance's or node's UUID. */
  device_id: text,
  /** `compute:nova`, `baremetal:none`, ... */
  device_owner: text,
  fixed_ips: z.array(z.object({ subnet_id: text, ip_address: text })).nullish(),
  project_id: text,
  tenant_id: text,
  created_at: text,
  updated_at: text,
  'binding:host_id': text,
  'binding:vif_type': text,
  'binding:vnic_type': text,
  'binding:profile': bag,
});
export type NeutronPort = z.infer<typeof NeutronPortSchema>;
/** To the next page, `rel` being `next`. */
const LinksSchema = z.array(z.object({ rel: z.string(), href: z.string() })).nullish();
export type Links = z.infer<typeof LinksSchema>;
export const NeutronPortPageSchema = z.object({
  ports: z.array(NeutronPortSchema),
  ports_links: LinksSchema,
});
export const NeutronPortBodySchema = z.object({ port: NeutronPortSchema });

export const NetworkSchema = z.object({
  id: z.string(),
  name: text,
  status: text,
  admin_state_up: flag,
  shared: flag,
  mtu: count,
  subnets: texts,
  'router:external': flag,
  'provider:network_type': text,
  'provider:physical_network': text,
  'provider:segmentation_id': count,
});
export type Network = z.infer<typeof NetworkSchema>;
export const NetworkPageSchema = z.object({ networks: z.array(NetworkSchema), networks_links: LinksSchema });

export const NetworkAgentSchema = z.object({
  id: z.string(),
  agent_type: text,
  binary: text,
  host: text,
  alive: flag,
  admin_state_up: flag,
  heartbeat_timestamp: text,
  availability_zone: text,
});
export type NetworkAgent = z.infer<typeof NetworkAgentSchema>;
export const NetworkAgentPageSchema = z.object({ agents: z.array(NetworkAgentSchema) });
