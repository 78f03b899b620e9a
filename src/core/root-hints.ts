import type { Node } from '../openstack/ironic/schema.ts';
import { bagIn } from './bag.ts';
import type { Disk } from './disk-kind.ts';

const GIB = 2 ** 30;

/** How the root disk is asked for, and where that stands. */
export interface RootHints {
  readonly hints: Readonly<Record<string, unknown>>;
  /** `node.properties.root_device`, or the instance's own, which goes before it. */
  readonly source: string;
}

/** openstack/ironic-python-agent ironic_python_agent/hardware.py, get_os_install_device. */
export function rootHintsOf(node: Node): RootHints | undefined {
  for (const [bag, source] of [
    [node.instance_info, 'node.instance_info.root_device'],
    [node.properties, 'node.properties.root_device'],
  ] as const) {
    const hints = bagIn(bag, 'root_device');
    if (hints && Object.keys(hints).length > 0) return { hints, source };
  }
  return undefined;
}

/** Hints whose answer may be another disk after the next boot: kernels start disks and buses in any order. */
const BY_ORDER = ['name', 'by_path'];
/** Hints that name one disk and no other. */
const BY_IDENTITY = ['serial', 'wwn', 'wwn_with_extension', 'wwn_vendor_extension', 'hctl'];

/** `order`: by a name that the kernel gives out; `loose`: by what several disks may have; `sound`: by identity. */
export function soundnessOf({ hints }: RootHints): 'order' | 'loose' | 'sound' {
  const names = Object.keys(hints);
  if (names.some((name) => BY_IDENTITY.includes(name))) return 'sound';
  return names.some((name) => BY_ORDER.includes(name)) ? 'order' : 'loose';
}

/**
 * Whether a disk has what one hint asks for; undefined where that cannot be told: an operator that is not spoken here,
 * or a field that inspection does not record. A bare value means equal; sizes are whole GiB
 * (openstack/ironic-python-agent ironic_python_agent/device_hints.py).
 */
export function fits(disk: Disk, hint: string, wanted: unknown): boolean | undefined {
  if (hint === 'size') return disk.size ? fitsNumber(disk.size / GIB, String(wanted)) : undefined;
  if (hint === 'rotational') {
    const asked = /^(?:true|1|t|y|yes|on)$/i.test(String(wanted));
    return typeof disk.rotational === 'boolean' ? disk.rotational === asked : undefined;
  }
  const has = {
    name: disk.name,
    by_path: disk.by_path,
    serial: disk.serial,
    wwn: disk.wwn,
    hctl: disk.hctl,
    model: disk.model,
    vendor: disk.vendor,
  }[hint as 'name'];
  return has ? fitsText(has, String(wanted)) : undefined;
}

function fitsNumber(has: number, wanted: string): boolean | undefined {
  const match = /^(==|=|!=|>=|<=|>|<)?\s*(\d{1,9})$/.exec(wanted.trim());
  if (!match) return undefined;
  const value = Number(match[2]);
  switch (match[1] ?? '==') {
    case '==':
      // Releases differ in whether they drop the fraction before they compare.
      return has === value ? true : Math.floor(has) === value ? undefined : false;
    case '=':
    case '>=':
      return has >= value;
    case '!=':
      return has !== value;
    case '<=':
      return has <= value;
    case '<':
      return has < value;
    default:
      return has > value;
  }
}

function fitsText(has: string, wanted: string): boolean | undefined {
  const plain = (text: string) => decodeSpaces(text).trim().toLowerCase();
  const match = /^(s==|s!=|<in>|<or>)?\s*(\S.{0,399})$/s.exec(wanted.trim());
  if (!match || (!match[1] && /^\s*(?:s[<>]|[<>=!])/.test(wanted))) return undefined;
  const value = match[2] ?? '';
  switch (match[1]) {
    case 's!=':
      return plain(has) !== plain(value);
    case '<in>':
      return plain(has).includes(plain(value));
    case '<or>':
      return value.split('<or>').some((one) => plain(one) === plain(has));
    default:
      return plain(has) === plain(value);
  }
}

/** Hints are compared after their URL-escapes are undone. */
function decodeSpaces(text: string): string {
  return text.replace(/%20/g, ' ');
}

/** What the hints make of the disks; `matching` fit every hint as far as can be told. */
export interface HintsOnDisks {
  readonly matching: readonly Disk[];
  /** Fit every hint for certain. */
  readonly surely: readonly Disk[];
  /** Hints that no disk fits. */
  readonly failing: readonly string[];
}

export function judgeHints({ hints }: RootHints, disks: readonly Disk[]): HintsOnDisks {
  const entries = Object.entries(hints);
  return {
    matching: disks.filter((disk) => entries.every(([hint, wanted]) => fits(disk, hint, wanted) !== false)),
    surely: disks.filter((disk) => entries.every(([hint, wanted]) => fits(disk, hint, wanted) === true)),
    failing: entries
      .filter(
        ([hint, wanted]) => disks.length > 0 && disks.every((disk) => fits(disk, hint, wanted) === false),
      )
      .map(([hint]) => hint),
  };
}

/**
 * A hint that names this disk and no other of them: serial, then WWN, then the SCSI address. Some controllers give all
 * their volumes the same WWN or serial.
 */
export function identityOf(
  disk: Disk,
  disks: readonly Disk[],
): { readonly hint: 'serial' | 'wwn' | 'hctl'; readonly value: string } | undefined {
  for (const hint of ['serial', 'wwn', 'hctl'] as const) {
    const value = disk[hint];
    if (value && disks.filter((other) => other[hint] === value).length === 1) return { hint, value };
  }
  return undefined;
}

/** `{"name": "/dev/sda"}`, short enough for a line. */
export function hintsWords({ hints }: RootHints): string {
  return JSON.stringify(hints).slice(0, 300);
}

/** The agent leaves smaller disks alone (openstack/ironic-python-agent ironic_python_agent/utils.py, guess_root_disk). */
const SMALLEST_ROOT_BYTES = 4 * GIB;

/** Large enough for a system, so no virtual floppy or flash stick. */
export function rootCandidates(disks: readonly Disk[]): readonly Disk[] {
  return disks.filter((disk) => (disk.size ?? 0) >= SMALLEST_ROOT_BYTES);
}

/** The disk that was most likely meant: the one that had the name when it was inspected, or the only large one. */
export function diskMeant({ hints }: RootHints, disks: readonly Disk[]): Disk | undefined {
  const candidates = rootCandidates(disks);
  const named = candidates.filter(
    (disk) =>
      (hints['name'] !== undefined && fits(disk, 'name', hints['name']) === true) ||
      (hints['by_path'] !== undefined && fits(disk, 'by_path', hints['by_path']) === true),
  );
  if (named.length === 1) return named[0];
  return candidates.length === 1 ? candidates[0] : undefined;
}
