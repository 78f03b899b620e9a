import type { MessageAt } from '../../core/approval.ts';
import { link, type Mrkdwn, NOTHING } from './escape.ts';

/**
 * A link to a message of ours, as chat.getPermalink words it; nothing where the workspace's address is not known.
 * `thread` is the message that it replies to.
 */
export function permalink(
  workspace: string | undefined,
  at: MessageAt | null | undefined,
  thread: MessageAt | null | undefined,
  label: string,
): Mrkdwn {
  if (!workspace || !at || !/^https?:\/\/[^\s<>|]+$/.test(workspace)) return NOTHING;
  if (!/^[CDG][A-Z0-9]+$/.test(at.channel) || !/^\d+\.\d+$/.test(at.ts)) return NOTHING;
  const reply = thread && thread.channel === at.channel && thread.ts !== at.ts ? thread.ts : undefined;
  const query = reply && /^\d+\.\d+$/.test(reply) ? `?thread_ts=${reply}&cid=${at.channel}` : '';
  const base = workspace.endsWith('/') ? workspace : `${workspace}/`;
  return link(
    `${base}archives/${at.channel}/p${at.ts.replace('.', '')}${query}` as `https://${string}`,
    label,
  );
}
