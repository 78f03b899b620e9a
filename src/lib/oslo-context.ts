import { UUID } from './uuid.ts';

/** What oslo.log writes in brackets behind the logger: whose request a line belongs to. */
export interface OsloContext {
  /** Of the task that wrote the line; one API call has one, and the tasks that it sets off share it. */
  readonly request: string;
  /** All of its ids: the global one, which several calls share, stands before its own. */
  readonly ids: readonly string[];
  /** Absent for a service's own periodic work. */
  readonly user?: string;
}

/**
 * Global and own request id, `None` or `-` for an absent one, then the user or `-` (openstack/oslo.log
 * oslo_log/_options.py, logging_context_format_string, logging_user_identity_format). Older formats have no global id.
 */
const CONTEXT = new RegExp(String.raw`\[(?:None |- )?(req-${UUID})(?: (req-${UUID}))?(?: ([^\s\]]+))?`);

/** It stands in the head of a line; what the message quotes further on is not looked at. */
const HEAD = 600;

export function osloContext(line: string): OsloContext | undefined {
  const match = CONTEXT.exec(line.slice(0, HEAD));
  if (!match?.[1]) return undefined;
  const [, first, own, user] = match;
  return {
    request: own ?? first,
    ids: own === undefined ? [first] : [first, own],
    ...(user === undefined || user === '-' ? {} : { user }),
  };
}
