import type { Journal, JournalLine } from './ramdisk-journal.ts';
import type { RamdiskSign, RamdiskTrouble, RamdiskWork } from './ramdisk-trouble.ts';

/** What the kernel says of a disk that fails, with the disk's name (linux block/blk-core.c, drivers/nvme). */
const DISK_ERRORS: readonly RegExp[] = [
  /(?:I\/O|critical (?:medium|target|nexus)|protection|timeout) error, dev (?<disk>[a-z0-9]+)/,
  /Buffer I\/O error on (?:dev|device) (?<disk>[a-z0-9]+)/,
  /(?<disk>nvme\d+)(?:n\d+)?: (?:I\/O (?:tag )?\d+ .{0,60}timeout|controller is down; will reset|Removing after probe failure|Device not ready)/,
  /(?:EXT4-fs error|EXT4-fs \(.{1,40}\): I\/O error) .{0,20}?(?:device )?\(?(?<disk>[a-z]{2,5}[a-z0-9]+)/,
  /XFS \((?<disk>[a-z0-9]+)\): (?:metadata )?I\/O error/,
  /\[(?<disk>sd[a-z]+)\] .{0,60}(?:Unrecovered read error|Medium Error|Hardware Error)/,
];
/** Virtual CDs and floppies of a BMC answer with errors when nothing is inserted. */
const NO_DISK = /^(?:sr|fd|loop|ram|zram|scd)\d+/;
const PARTITION = /^(sd[a-z]+|vd[a-z]+|hd[a-z]+)\d+$|^(nvme\d+)(?:n\d+(?:p\d+)?)?$|^(mmcblk\d+|md\d+)p\d+$/;

/** One line may be a slip of the bus; a broken disk says it again and again. */
const SEVERAL = 2;

const OUT_OF_MEMORY =
  /(?:Out of memory|Memory cgroup out of memory): Kill(?:ed)? process \d{1,9} ?\((?<process>[\w.:-]{1,40})\)/;
const BLOCKED = /task (?<process>[\w.:/-]{1,40}):\d{1,9} blocked for more than \d{1,6} seconds/;
const ON_DISKS =
  /^(?:dd|qemu-img|shred|sgdisk|parted|partprobe|wipefs|blkdiscard|nvme|hdparm|mkfs|mdadm|sync|kworker)/;
/** Corrected errors are the everyday of a large memory; these were not corrected. */
const MACHINE_CHECK =
  /mce: \[Hardware Error\]: (?:CPU \d+: )?Machine Check Exception|EDAC MC\d+: \d+ UE |Uncorrected hardware memory error|Fatal (?:local )?machine check/i;

/** What the kernel of the ramdisk complained about. */
export function kernelTroubles(journal: Journal, work: RamdiskWork): readonly RamdiskTrouble[] {
  const kernel = journal.others.filter(({ unit }) => unit === 'kernel' || unit === '');
  return [
    ...outOfMemory(kernel, work),
    ...diskErrors(kernel, work),
    ...hanging(kernel, work),
    ...machineChecks(kernel),
  ];
}

function diskErrors(kernel: readonly JournalLine[], work: RamdiskWork): readonly RamdiskTrouble[] {
  const byDisk = new Map<string, JournalLine[]>();
  for (const line of kernel) {
    const disk = diskIn(line.text);
    if (disk) byDisk.set(disk, [...(byDisk.get(disk) ?? []), line]);
  }
  const [worst] = [...byDisk].sort((a, b) => b[1].length - a[1].length);
  const [first, ...rest] = worst?.[1] ?? [];
  if (!worst || !first || rest.length + 1 < SEVERAL) return [];
  const [disk, lines] = worst;
  const last = rest.at(-1) ?? first;
  return [
    {
      id: 'disk-errors',
      cause: work === 'clean' ? 'clean-step-failed' : 'insufficient-evidence',
      says: `disk ${disk} answered the ramdisk with I/O errors`,
      signs: [supports(first, `${lines.length} such lines, the first: `), supports(last)],
      next: `Read the SMART data of /dev/${disk}, and its cable, backplane and controller; then replace it or leave it out`,
    },
  ];
}

function diskIn(text: string): string | undefined {
  for (const pattern of DISK_ERRORS) {
    const disk = pattern.exec(text)?.groups?.['disk'];
    if (disk === undefined || NO_DISK.test(disk)) continue;
    const whole = PARTITION.exec(disk);
    return whole?.[1] ?? whole?.[2] ?? whole?.[3] ?? disk;
  }
  return undefined;
}

function outOfMemory(kernel: readonly JournalLine[], work: RamdiskWork): readonly RamdiskTrouble[] {
  const line = kernel.findLast(({ text }) => OUT_OF_MEMORY.test(text));
  const process = line && OUT_OF_MEMORY.exec(line.text)?.groups?.['process'];
  // Anything else that was killed is not what the operation rests on.
  if (!line || !process || !/^(?:qemu-img|ironic-pyth|python)/.test(process)) return [];
  return [
    {
      id: 'out-of-memory',
      cause:
        work === 'clean'
          ? 'clean-step-failed'
          : work === 'deploy'
            ? 'image-invalid'
            : 'insufficient-evidence',
      says:
        work === 'deploy'
          ? `the ramdisk ran out of memory, and its kernel killed ${process} while the image was written`
          : `the ramdisk ran out of memory and its kernel killed ${process}`,
      signs: [supports(line)],
      next: 'Compare the image, unpacked, with the memory of the node; a raw image is streamed to the disk and needs none',
    },
  ];
}

function hanging(kernel: readonly JournalLine[], work: RamdiskWork): readonly RamdiskTrouble[] {
  const lines = kernel.filter(({ text }) => ON_DISKS.test(BLOCKED.exec(text)?.groups?.['process'] ?? ''));
  const [first, ...rest] = lines;
  const process = first && BLOCKED.exec(first.text)?.groups?.['process'];
  if (!first || !process || rest.length + 1 < SEVERAL) return [];
  return [
    {
      id: 'disk-hangs',
      cause: work === 'clean' ? 'clean-step-failed' : 'insufficient-evidence',
      says: `${process} hung in the ramdisk because a disk did not answer`,
      signs: [supports(first, `${lines.length} such lines, the first: `)],
      next: 'Find the disk that does not answer: its controller, cable or firmware',
    },
  ];
}

function machineChecks(kernel: readonly JournalLine[]): readonly RamdiskTrouble[] {
  const line = kernel.find(({ text }) => MACHINE_CHECK.test(text));
  if (!line) return [];
  return [
    {
      id: 'machine-check',
      cause: 'insufficient-evidence',
      says: 'the machine reported a hardware error that it could not correct',
      signs: [supports(line)],
      next: "Read the BMC's event log for the memory module or processor",
    },
  ];
}

const CLOCK =
  /System clock wrong by -?(\d+(?:\.\d+)?) seconds|Backward time jump detected|Forward time jump detected|Time has been changed|step time server|System clock time unset or jumped backwards|time reset [+-]?(\d+)/;
/** Certificates are made to be valid from a little earlier; seconds do not matter. */
const MATTERS_SECONDS = 60;

/** Signs of a clock that was wrong: never a trouble of their own, since every ramdisk sets its clock. */
export function clockSigns(journal: Journal): readonly RamdiskSign[] {
  return journal.others
    .filter(({ text }) => {
      const found = CLOCK.exec(text);
      const seconds = found?.[1] ?? found?.[2];
      return found !== null && (seconds === undefined || Number(seconds) >= MATTERS_SECONDS);
    })
    .map((line) => supports(line));
}

const supports = ({ part, line }: JournalLine, before = ''): RamdiskSign => ({
  part,
  line: `${before}${line}`,
  bearing: 'supports',
});
