import type { AuditDraft } from '../core/audit-entry.ts';
import { cut } from '../lib/cut.ts';
import { scrub } from '../lib/scrub.ts';

/** Code points that one text of an entry may have. */
const TEXT_LIMIT = 4096;

/**
 * What of a draft is kept: without secrets, of texts that every database and reader takes as they are, none of them
 * endless. Cut only after the scrubbing, which could not tell half a secret.
 */
export function cleanDraft(draft: AuditDraft): AuditDraft {
  return tidy(scrub(draft)) as AuditDraft;
}

function tidy(value: unknown): unknown {
  if (typeof value === 'string') return tidyText(value);
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [tidyText(key), tidy(inner)]));
}

/** PostgreSQL's text has no NUL, and UTF-8 no half of a surrogate pair. */
function tidyText(text: string): string {
  return cut(text.replaceAll('\0', '\ufffd').toWellFormed(), TEXT_LIMIT, 'middle');
}
