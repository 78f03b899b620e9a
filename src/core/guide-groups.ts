import { type GuideSection, guideOf } from './guide.ts';
import type { Procedure } from './procedure.ts';

/** Headings of the list of topics, in the order of a node's life. */
export const GROUPS = [
  'Scheduling',
  'Boot and network',
  'BMC',
  'States and locks',
  'Images and disks',
  'Other',
] as const;
export type Group = (typeof GROUPS)[number];

/** By words of a section's title, so that a new section finds its place by itself. */
const BY_TITLE: readonly (readonly [RegExp, Group])[] = [
  [/valid host|disappeared|nodes? .*introspect|resource class/i, 'Scheduling'],
  [/dhcp|pxe|lacp|network|mac address|virtual media|ramdisk|tls|clock|python agent/i, 'Boot and network'],
  [/ipmi|bmc|redfish|power|lanplus/i, 'BMC'],
  [/state|\block|stopping|concurrent|clean|retir|maintenance|histor|api/i, 'States and locks'],
  [/image|disk|raid|nvme|erase|config ?drive|memory|volume|san|bios|firmware/i, 'Images and disks'],
];

/** Headings whose words do not tell: maintenance shares the page of power faults, and is about people. */
const BY_SECTION: Partial<Record<GuideSection, Group>> = {
  maintenance: 'States and locks',
  'conductor-groups': 'States and locks',
  'inspect-large-cluster': 'Boot and network',
};

function groupOf(section: GuideSection): Group {
  const own = BY_SECTION[section];
  if (own) return own;
  const { title } = guideOf(section);
  return BY_TITLE.find(([words]) => words.test(title))?.[1] ?? 'Other';
}

/** Procedures under their headings; headings without any are left out. */
export function grouped(
  procedures: readonly Procedure[],
): readonly { readonly group: Group; readonly procedures: readonly Procedure[] }[] {
  return GROUPS.map((group) => ({
    group,
    procedures: procedures.filter((one) => groupOf(one.sections[0]) === group),
  })).filter((one) => one.procedures.length > 0);
}
