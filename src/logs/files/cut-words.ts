import { formatDuration } from '../../lib/duration.ts';
import { sizeInWords } from '../budget.ts';
import { some } from './list-logs.ts';
import type { FileRead } from './read-file.ts';

/** Words for what was left out of the files of one log, in a list without doubles. */
export function cutWords(
  reads: readonly FileRead[],
  unread: readonly { readonly name: string; readonly host: string; readonly why: 'time' | 'budget' }[],
  budget: number,
): readonly string[] {
  const partly = reads.flatMap(partWords);
  const late = unread.filter(({ why }) => why === 'time').map(({ name }) => name);
  const many = unread.filter(({ why }) => why === 'budget').map(({ name }) => name);
  const on = unread[0]?.host ? ` on ${unread[0].host}` : '';
  const was = (names: readonly string[]) => (names.length === 1 ? 'was' : 'were');
  return [
    ...new Set([
      ...partly,
      ...(many.length > 0
        ? [`${some(many)}${on} ${was(many)} not read: ${sizeInWords(budget)} had been read (logs.megabytes)`]
        : []),
      ...(late.length > 0
        ? [`${some(late)}${on} ${was(late)} not read: the time was over (logs.seconds)`]
        : []),
    ]),
  ];
}

/** For a log of which there were more entries than are kept. */
export const moreWords = (name: string): string =>
  `only the newest entries of ${name} and older warnings and errors are here, there are more`;

function partWords({ file, kind, stopped, read, more, remarks }: FileRead): readonly string[] {
  const name = file.host ? `${file.name} on ${file.host}` : file.name;
  const words: string[] = [];
  const size = sizeInWords(read);
  const which = kind === 'compressed' ? 'oldest' : 'newest';
  if (stopped === 'budget') words.push(`only the ${which} ${size} of ${name} were read`);
  else if (stopped === 'time')
    words.push(`only the ${which} ${size} of ${name} were read before the time was over`);
  else if (stopped === 'damaged') words.push(`${name} is damaged: only its first ${size} could be unpacked`);
  else if (stopped === 'changed')
    words.push(`${name} was rotated or emptied while it was read; lines may be missing`);
  if (more) words.push(moreWords(name));
  if (remarks.shortened) words.push(`very long lines or entries of ${name} were shortened`);
  if (remarks.timeless) words.push(`lines of ${name} carry no time; they may be older`);
  const ahead = remarks.minutesAhead;
  if (ahead !== undefined) {
    const by = `${formatDuration(Math.abs(ahead) * 60)} ${ahead > 0 ? 'ahead of' : 'behind'}`;
    words.push(`times in ${name} are ${by} the file itself: is utc_offset right?`);
  }
  return words;
}
