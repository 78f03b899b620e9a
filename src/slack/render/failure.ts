import { ServiceError, UsageError } from '../../core/errors.ts';
import { code, md, text } from './escape.ts';
import { fit, type Rendered, sections } from './limits.ts';
import { renderWords } from './words.ts';

/** What a person reads when we failed: what it means for them, what to do next, and where our log tells more. */
export function renderFailure(error: unknown, reference: string): Rendered {
  if (error instanceof UsageError) return renderWords(error.message);
  const lead =
    error instanceof ServiceError
      ? md`I could not answer: ${text(error.message, 600)}`
      : md`I could not answer: something broke on my side, not on yours.`;
  const next = md`Ask again in a minute; if it happens again, tell whoever runs this bot: reference ${code(reference, 40)} is in its log.`;
  return fit(lead, sections([lead, next]));
}
