import { CAUSES, type Cause } from '../core/cause.ts';

/** As wide as it is read, so that a phone, which shows it at half of that, still shows words; drawn with `scale` times the dots. */
export const SIZE = { width: 800, height: 640, scale: 2 } as const;
export const FONT = 'DejaVu Sans';

/** Drawn on white whatever the theme of the client is: a picture cannot know it. */
export const COLOURS = { paper: '#ffffff', ink: '#1d1c1d', faint: '#616061', grid: '#dddddd' } as const;

/**
 * The colours of Okabe and Ito, which people tell apart whatever colours they see (jfly.uni-koeln.de/color); the dashes
 * and marks tell the same without any.
 */
export const MARKS = [
  { colour: '#0072b2', dash: [], point: 'circle' },
  { colour: '#d55e00', dash: [14, 6], point: 'rect' },
  { colour: '#009e73', dash: [4, 5], point: 'triangle' },
  { colour: '#cc79a7', dash: [14, 5, 3, 5], point: 'rectRot' },
  { colour: '#8a6d00', dash: [24, 8], point: 'star' },
  { colour: '#000000', dash: [2, 8], point: 'crossRot' },
] as const;

export const causeWords = (cause: Cause): string => CAUSES[cause];

/** What a canvas draws: one line, and nothing that turns it around or cannot be seen. */
export function drawable(text: string, max: number): string {
  const kept = Array.from(text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, ' ').trim());
  return kept.length <= max ? kept.join('') : `${kept.slice(0, max - 1).join('')}…`;
}

/** In at most two lines of about so many characters, broken between words. */
export function wrapped(text: string, max: number): readonly string[] {
  const words = drawable(text, 400).split(/ +/);
  const lines: string[] = [''];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (line && line.length + word.length + 1 > max) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  const [first = '', ...rest] = lines;
  return rest.length === 0 ? [drawable(first, max)] : [drawable(first, max), drawable(rest.join(' '), max)];
}

/** `1 204`, with a space that does not break. */
export function figure(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}

/** `22 Nov 2026, 03:14 UTC` */
export function moment(iso: string): string {
  return `${day(Date.parse(iso))} ${iso.slice(0, 4)}, ${iso.slice(11, 16)} UTC`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function day(ms: number): string {
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}
