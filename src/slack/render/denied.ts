import type { ActRefusal } from '../../core/acting.ts';
import { people } from './deed.ts';
import { type Mrkdwn, md, text } from './escape.ts';
import { fit, type Rendered, sections } from './limits.ts';

/** Somebody was not let: why, whom the words mean, and what to do next. */
export function renderDenied(refusal: ActRefusal): Rendered {
  const lines = deniedLines(refusal);
  return fit(lines[0] ?? md`That is not possible.`, sections(lines));
}

export function deniedLines({ words, people: whom }: ActRefusal): readonly Mrkdwn[] {
  const lines = words
    .split('\n')
    .slice(0, 10)
    .map((line) => text(line, 800))
    .filter(Boolean);
  const last = lines.at(-1) ?? md`That is not possible.`;
  return [...lines.slice(0, -1), whom ? md`${last} ${people(whom)}` : last];
}
