/**
 * Shortens text to at most `max` code points. `end` keeps the beginning; `middle` keeps both ends, for error texts
 * whose inner cause stands last. Never splits a code point.
 */
export function cut(text: string, max: number, where: 'end' | 'middle' = 'end'): string {
  // A string of n code points has at least n code units: the common short case needs no array.
  if (text.length <= max) return text;
  const points = Array.from(text);
  if (points.length <= max) return text;
  if (max <= 1) return '…'.slice(0, Math.max(0, max));
  if (where === 'end') return `${points.slice(0, max - 1).join('')}…`;
  const head = Math.ceil((max - 1) / 2);
  return `${points.slice(0, head).join('')}…${points.slice(points.length - (max - 1 - head)).join('')}`;
}
