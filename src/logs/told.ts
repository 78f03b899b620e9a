import type { ServiceErrorCode } from '../core/errors.ts';
import { createTelling } from '../lib/telling.ts';

/** A log source that was asked about something in a cloud. */
export interface SourceAsked {
  readonly cloud: string;
  /** As people call it: `Loki`, `files`. */
  readonly source: string;
  /** Why it gave nothing; absent where it answered. */
  readonly failure?: ServiceErrorCode;
}

export const sourcesAsked = createTelling<SourceAsked>('logs.asked');
