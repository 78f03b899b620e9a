import { canonicalJson } from '../audit/canonical.ts';
import type { ApiCall } from '../core/api-call.ts';
import type { Go, Seen } from '../core/remediation-unit.ts';

/** What a person was shown, and what still has to be so. */
export interface Shown {
  readonly seen: Seen;
  readonly watched: readonly string[];
  readonly calls: readonly ApiCall[];
}

const MOST = 4;

/**
 * How the target differs from what was shown, in words for the person who relied on it: "provision_state `clean wait`
 * → `available`"; undefined where everything that matters is as it was. What would be sent has been shown, too.
 */
export function movedSince(shown: Shown, now: Go): string | undefined {
  const fields = [...new Set([...shown.watched, ...now.watched])].filter(
    (field) => (shown.seen[field] ?? '') !== (now.seen[field] ?? ''),
  );
  if (fields.length > 0) {
    const lines = fields.slice(0, MOST).map((field) => {
      return `${field} ${told(shown.seen[field])} → ${told(now.seen[field])}`;
    });
    const more = fields.length - lines.length;
    return `${lines.join(', ')}${more > 0 ? ` (and ${more} more)` : ''}`;
  }
  return canonicalJson(shown.calls) === canonicalJson(now.calls)
    ? undefined
    : 'what would be sent is no longer what was shown';
}

function told(value: string | undefined): string {
  return value ? `\`${value.replaceAll('`', "'")}\`` : 'nothing';
}
