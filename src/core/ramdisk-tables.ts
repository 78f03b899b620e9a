import type { RamdiskLog } from './facts.ts';
import type { RamdiskSign, RamdiskTrouble } from './ramdisk-trouble.ts';

export const linesOf = (log: RamdiskLog, part: string): readonly string[] =>
  log.parts.find(({ name }) => name === part)?.lines ?? [];

/** Read-only media are full by nature, and a few megabytes hold locks and variables. */
const FILLS_UP = /^(?:tmpfs|rootfs|overlay|none|ramfs)$/;
const FULL_PERCENT = 99;
const SMALLEST_KIB = 64 * 1024;
/** Where the agent writes an image that is not streamed, and what its tools write beside it. */
const WRITTEN_TO = /^(?:\/|\/tmp|\/var\/tmp|\/var|\/run)$/;

/** `df -a` of the ramdisk: its root and /tmp are in memory. */
export function spaceTroubles(log: RamdiskLog, agent: readonly RamdiskTrouble[]): readonly RamdiskTrouble[] {
  const full = linesOf(log, 'df').filter((line) => {
    const [filesystem = '', blocks, , , percent = '', mounted = ''] = line.trim().split(/\s+/);
    return (
      FILLS_UP.test(filesystem) &&
      WRITTEN_TO.test(mounted) &&
      Number(blocks) >= SMALLEST_KIB &&
      Number.parseInt(percent, 10) >= FULL_PERCENT
    );
  });
  const [line] = full;
  if (line === undefined) return [];
  const sign: RamdiskSign = { part: 'df', line, bearing: 'supports' };
  // The same lack of space may have been met by a cleaning step, and then that is what it was.
  const cause = agent.find(({ id }) => /disk-full/.test(id))?.cause ?? 'image-invalid';
  return [
    {
      id: 'full',
      cause,
      says: 'the ramdisk had no room left in its memory for what the agent had to write',
      signs: [sign],
      next: 'Compare the size of the image with the memory of the node; a raw image is streamed and needs no room',
    },
  ];
}

const STUCK = /\b(?:dd|qemu-img|shred|sgdisk|parted|partprobe|wipefs|blkdiscard|nvme|hdparm|mkfs\S*|mdadm)\b/;

/**
 * `ps au` at the moment of the failure: a tool in an uninterruptible wait. Any writer is in it now and then, so it only
 * joins a disk that is in trouble. The agent itself has no terminal, so that its absence from this list means nothing.
 */
export function stuckProcesses(log: RamdiskLog): readonly RamdiskSign[] {
  return linesOf(log, 'ps').flatMap((line) => {
    const [, , , , , , , stat = '', , , ...command] = line.trim().split(/\s+/);
    if (!/^D/.test(stat) || !STUCK.test(command[0] ?? '')) return [];
    return [{ part: 'ps', line, bearing: 'supports' as const }];
  });
}
