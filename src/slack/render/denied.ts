import type { ActRefusal } from '../../core/acting.ts';
import { people } from './deed.ts';
import { type Mrkdwn, md, text } from './escape.ts';
import { fit, type Rendered, sections } from './limits.ts';

/** What everything that would act answers where nobody configured it. */
export const NOT_CONFIGURED: ActRefusal = {
  kind: 'refused',
  code: 'not-configured',
  words:
    'I only read here: nobody has configured acting. Whoever runs me adds `acting:` to ironic-oncall.yml (who may ask, who may agree, and with which credential); docs/configuration.md tells how.',
};

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
