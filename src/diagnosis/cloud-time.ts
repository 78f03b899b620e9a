import { formatDuration } from '../lib/duration.ts';

/** More than this and "waits for 3 min" would be wrong; less is a header's rounding and the way of the answer. */
const CLOCKS_DIFFER_MS = 60_000;

/** All times that are judged were written by the cloud, so ages are counted by its clock where ours is off. */
export function inCloudTime(ours: Date, ahead: number, notes: readonly string[]) {
  if (Math.abs(ahead) < CLOCKS_DIFFER_MS) return { now: ours, notes };
  const by = formatDuration(Math.abs(ahead) / 1000);
  const words = `The clock of this machine is ${by} ${ahead > 0 ? 'behind' : 'ahead of'} Ironic's; ages are counted by Ironic's`;
  return { now: new Date(ours.getTime() + ahead), notes: [...notes, words] };
}
