import { md, text } from './escape.ts';
import { fit, type Rendered, sections } from './limits.ts';

/** Plain words: a refusal, a usage, an answer to nonsense. Backticks in them are code. */
export function renderWords(words: string): Rendered {
  const lines = words
    .split('\n')
    .slice(0, 30)
    .map((line) => text(line, 1000));
  const kept = lines.filter(Boolean);
  return fit(
    kept[0] ?? md`There is nothing to say.`,
    sections(kept.length > 0 ? kept : [md`There is nothing to say.`]),
  );
}
