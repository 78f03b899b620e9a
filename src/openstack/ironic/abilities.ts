/**
 * What Ironic learnt when (openstack/ironic doc/source/contributor/webapi-version-history.rst). Code asks for the
 * word, never for the number.
 */
export const IRONIC_ABILITIES = {
  'resource-class': '1.21',
  portgroups: '1.23',
  'driver-interfaces': '1.30',
  interfaces: '1.31',
  'volume-targets': '1.32',
  traits: '1.37',
  fault: '1.42',
  'deploy-step': '1.44',
  'conductor-group': '1.46',
  'automated-clean': '1.47',
  protected: '1.48',
  conductors: '1.49',
  owner: '1.50',
  description: '1.51',
  allocations: '1.52',
  smartnic: '1.53',
  retired: '1.61',
  lessee: '1.65',
  'boot-mode': '1.75',
  history: '1.78',
  inventory: '1.81',
  shard: '1.82',
  'parent-node': '1.83',
  unhold: '1.85',
  firmware: '1.86',
  service: '1.87',
  'disable-power-off': '1.95',
  'instance-name': '1.104',
  health: '1.109',
  'abort-wait-call-back': '1.110',
  'history-states': '1.115',
} as const;

export type IronicAbility = keyof typeof IRONIC_ABILITIES;

/** How a refusal names an ability whose own word would not do: "node history needs Ironic API 1.78". */
export const IRONIC_ABILITY_WORDS: Partial<Record<IronicAbility, string>> = {
  history: 'node history',
  conductors: 'the list of conductors',
  'volume-targets': 'the list of volume targets',
  portgroups: 'the list of portgroups',
  allocations: 'the list of allocations',
  inventory: "the node's inventory",
  firmware: 'the list of firmware versions',
};

/** The newest version whose changes we have read about; we never ask for a newer one once the range is known. */
export const NEWEST_IRONIC = '1.115';

const FIELD_NEEDS: Readonly<Record<string, IronicAbility>> = {
  resource_class: 'resource-class',
  boot_interface: 'interfaces',
  console_interface: 'interfaces',
  deploy_interface: 'interfaces',
  inspect_interface: 'interfaces',
  management_interface: 'interfaces',
  power_interface: 'interfaces',
  raid_interface: 'interfaces',
  vendor_interface: 'interfaces',
  storage_interface: 'volume-targets',
  traits: 'traits',
  fault: 'fault',
  deploy_step: 'deploy-step',
  conductor_group: 'conductor-group',
  automated_clean: 'automated-clean',
  protected: 'protected',
  protected_reason: 'protected',
  owner: 'owner',
  description: 'description',
  allocation_uuid: 'allocations',
  is_smartnic: 'smartnic',
  retired: 'retired',
  retired_reason: 'retired',
  lessee: 'lessee',
  boot_mode: 'boot-mode',
  secure_boot: 'boot-mode',
  shard: 'shard',
  parent_node: 'parent-node',
  firmware_interface: 'firmware',
  service_step: 'service',
  disable_power_off: 'disable-power-off',
  instance_name: 'instance-name',
  health: 'health',
};

/** The fields that this cloud's release knows; one that it does not know would fail the whole list with 406 or 500. */
export function knownFields(
  fields: readonly string[],
  can: (ability: IronicAbility) => boolean | undefined,
): readonly string[] {
  return fields.filter((field) => {
    const ability = FIELD_NEEDS[field];
    return ability === undefined || can(ability) !== false;
  });
}
