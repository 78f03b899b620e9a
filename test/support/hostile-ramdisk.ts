import { type FactsInMemory, minutesAgo } from './facts.ts';
import { node } from './hostile-cloud.ts';

const tarball = (evil: string, place: string, lines: readonly string[], minutes: number) => ({
  file: evil,
  place,
  collected_at: minutesAgo(minutes),
  instance_uuid: null,
  size: null,
  parts: [{ name: 'journal', lines }],
  cut: evil,
});
const failed = (evil: string, ramdisk_logs: readonly object[], fields: object = {}): FactsInMemory => ({
  node: node(evil, {
    provision_state: 'deploy failed',
    last_error: null,
    provision_updated_at: minutesAgo(20),
    ...fields,
  }),
  history: [],
  ramdisk_logs,
});
const io = (evil: string) =>
  ['1', '2'].map(
    (n) => `Nov 22 17:57:4${n} ${evil} kernel: blk_update_request: I/O error, dev sda, sector ${evil}`,
  );

/** Tarballs of deploy ramdisks whose every name is `evil`. */
export const RAMDISK: Record<string, (evil: string) => FactsInMemory> = {
  'ramdisk log in Swift': (evil) => failed(evil, [tarball(evil, `Swift container ${evil}`, io(evil), 21)]),
  'ramdisk log on a conductor': (evil) =>
    failed(evil, [tarball(evil, evil, io(evil), 21)], { provision_state: 'clean failed' }),
  'ramdisk log of another time': (evil) => failed(evil, [tarball(evil, evil, io(evil), 900)]),
  'ramdisk log that tells nothing': (evil) => failed(evil, [tarball(evil, evil, [evil], 21)]),
};
