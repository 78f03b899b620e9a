import type { Inventory, Node } from '../openstack/ironic/schema.ts';
import type { Evidence } from './finding.ts';
import { sizeWords } from './image-kind.ts';

export type Disk = NonNullable<Inventory['inventory']['disks']>[number];

/** Disks as the last inspection saw them; their names may be others today. */
export function disksOf(inventory: Inventory | null | undefined): readonly Disk[] {
  return inventory?.inventory.disks ?? [];
}

/** "/dev/sdb (PERC H755, 893.8 GiB, serial 00ab)". */
export function diskWords(disk: Disk): string {
  const parts = [
    [disk.vendor, disk.model].filter(Boolean).join(' '),
    disk.size ? sizeWords(disk.size) : '',
    disk.serial ? `serial ${disk.serial}` : '',
  ].filter(Boolean);
  return `${disk.name ?? 'a disk'}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
}

/** Names that RAID controllers give to their volumes, or to disks that they only pass through. */
const CONTROLLER =
  /\bPERC\b|MegaRAID|\bMR\d{4}|LOGICAL VOLUME|Smart Array|\bRAID\b|Adaptec|\bAVAGO\b|\bLSI\b|ServeRAID|\bBOSS\b|Virtual[ _-]?(?:Disk|Drive)/i;

/** The operating system talks to a controller there, not to the disk. */
export function isBehindController(disk: Disk): boolean {
  return CONTROLLER.test(`${disk.vendor ?? ''} ${disk.model ?? ''}`);
}

/** What tells that the node has a RAID controller in front of its disks; `named` is the disk that failed, if known. */
export function controllerSigns(
  node: Node,
  inventory: Inventory | null | undefined,
  named: string | undefined,
): readonly Evidence[] {
  const disks = disksOf(inventory);
  const own = disks.find((disk) => disk.name === named);
  const behind = (own ? [own] : disks).filter(isBehindController);
  const volumes = node.raid_config?.['logical_disks'];
  const made = Array.isArray(volumes) ? volumes.length : 0;
  // A disk that was seen for itself has nothing before it; an interface alone is a mere ability.
  if (behind.length === 0 && (own || made === 0)) return [];
  const signs: Evidence[] = behind.slice(0, 3).map((disk) => ({
    bearing: 'supports',
    source: `inventory.disks[${disk.name ?? ''}].model`,
    observed: `${diskWords(disk)}: a volume of a RAID controller`,
  }));
  const iface = node.raid_interface;
  // `agent` is software RAID, or the vendor's tool of one's own hardware manager.
  if (iface && !['no-raid', 'agent', 'fake'].includes(iface))
    signs.push({ bearing: 'supports', source: 'node.raid_interface', observed: iface });
  if (made > 0)
    signs.push({
      bearing: 'supports',
      source: 'node.raid_config.logical_disks',
      observed: `${made} RAID ${made === 1 ? 'volume' : 'volumes'}`,
    });
  return signs;
}
