import type { FleetKind } from './fleet-entry.ts';

/**
 * What a label's name says of its value. `host`: some machine. `reporter`: where the figures came from, which is the
 * subject only where nothing else is named. `serial`: a serial number. `elsewhere`: an environment, a team, a person, a
 * version; what it says is not read as a name. `open`: anything.
 */
export type LabelSays = FleetKind | 'host' | 'reporter' | 'serial' | 'elsewhere' | 'open';

const KINDS: readonly (readonly [LabelSays, RegExp])[] = [
  [
    'node',
    /^(?:(?:\w+_)?(?:ironic|baremetal|bare_metal|bm|metal|physical)_(?:node|server|machine|host)|(?:ironic_)?node|nodename|bmh|bare_?metal_?host)(?:_(?:name|uuid|id|hostname))?$/,
  ],
  ['instance', /^(?:(?:nova_)?(?:instance|server|vm|guest)_(?:uuid|id|name)|vm|virtual_machine|vmname)$/],
  ['conductor', /^(?:ironic_)?conductor(?:_(?:host|hostname|name))?$/],
  ['compute-host', /^(?:nova_)?(?:compute|hypervisor)(?:_(?:host|hostname|name|node|service))?$/],
  ['switch', /^(?:switch|tor|leaf)(?:_(?:id|name|info|host|hostname))?$/],
  ['serial', /^(?:serial|serial_?(?:number|no)|sn|service_?tag|chassis_serial)$/],
  [
    'host',
    /^(?:(?:affected_|target_|monitored_)?host(?:_?name)?s?|fqdn|machine|server|device|ci|dns(?:_name)?|source_host)$/,
  ],
  ['reporter', /^(?:instance|exporter|endpoint|target|scrape_\w+|probe)$/],
  [
    'elsewhere',
    /^(?:alertname|job|severity|priority|team|owner|receiver|prometheus|prometheus_replica|replica|cluster|env|environment|stage|region|availability_zone|zone|datacenter|namespace|source|(?:grafana_)?folder|runbook(?:_url)?|dashboard|silence|assigned(?:_to)?|assignee|user|author|by|triggered_by|started_by|version|release|branch|commit|build|pipeline|project|repo(?:sitory)?|image|cloud)$/,
  ],
];

const known = new Map<string, LabelSays>();

/** `name` as `labelName` makes it. */
export function labelSays(name: string): LabelSays {
  let says = known.get(name);
  if (says === undefined) {
    says = KINDS.find(([, pattern]) => pattern.test(name))?.[0] ?? 'open';
    // Names come from outside; a flood of them must not stay.
    if (known.size < 2000) known.set(name, says);
  }
  return says;
}

/** Whether it says which kind of thing of ours the value is. */
export function saysKind(says: LabelSays): says is FleetKind {
  return !['host', 'reporter', 'serial', 'elsewhere', 'open'].includes(says);
}
