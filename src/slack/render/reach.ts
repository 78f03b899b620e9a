import type { Contact } from '../../core/reach.ts';
import { formatDuration, secondsSince } from '../../lib/duration.ts';
import { between } from './dates.ts';
import { type Mrkdwn, md, NOTHING, text } from './escape.ts';

/** Asked so long ago, it may have come back unheard. */
const FRESH_S = 5 * 60;

/** "• Nova of cloud lab: no answer since 12 min, asked last 8 min ago": something that does not answer now. */
export function unreachedLine({ cloud, service, why, since, asked }: Contact, now: Date): Mrkdwn {
  const of = cloud === null ? NOTHING : md` of cloud ${text(cloud, 80)}`;
  const age = secondsSince(asked, now) ?? 0;
  const last = age > FRESH_S ? md`, asked last ${text(formatDuration(age))} ago` : NOTHING;
  const long = between(since, now.toISOString());
  return md`• ${text(service, 60)}${of}: ${text(why ?? 'no answer', 80)} since ${text(long)}${last}`;
}
