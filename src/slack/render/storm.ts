import type { Storm } from '../../core/alert-story.ts';
import { at, between } from './dates.ts';
import { bold, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { context, fit, type Message, sections } from './limits.ts';
import { groupBlocks, headOf, moreCauses } from './story-groups.ts';
import { countOf, namesOf, nodesOf } from './story-parts.ts';

const MAX_NOTES = 3;

/** Many alerts at once, as one message that is kept current: what is wrong, the worst news first. */
export function renderStorm(storm: Storm): Message {
  const { closed_at, groups, subjects } = storm;
  if (closed_at) return over(storm, closed_at);
  const [first, ...rest] = groups;
  const all = md`${storm.alerts.all} alerts about ${nodesOf(subjects.all)}`;
  const more = rest.length > 0 ? md`; ${moreCauses(rest.length)}` : NOTHING;
  const lead = first
    ? md`${headOf(first, subjects.firing)} (${text(first.confidence)})${more}`
    : md`${all} at once: finding out what they have in common…`;
  return fit(lead, [
    ...(first ? groupBlocks(groups, subjects.firing) : sections([bold(lead)])),
    ...sections([...wellLine(storm), waitingLine(storm)]),
    ...context([
      firingLine(storm),
      ...storm.notes.slice(0, MAX_NOTES).map((note) => text(note, 300)),
      updatedLine(storm),
    ]),
  ]).message;
}

function over({ opened_at, subjects, alerts, groups }: Storm, closed: string): Message {
  const lasted = text(between(opened_at, closed));
  const nodes = nodesOf(subjects.all);
  const line = join([nodes, lasted], ', ');
  const was = groups.slice(0, 3).map((group) => headOf(group));
  return fit(md`✅ over: ${line}`, [
    ...sections([md`✅ *over: ${line}*`]),
    ...context([
      md`${alerts.all} alerts from ${at(opened_at)} until ${at(closed)}`,
      was.length > 0 ? md`It was: ${join(was, '; ')}` : NOTHING,
    ]),
  ]).message;
}

function wellLine({ well }: Storm): readonly Mrkdwn[] {
  if (well.length === 0) return [];
  const looks = well.length === 1 ? md`it looks well or is gone` : md`they look well or are gone`;
  return [md`${countOf(well)}: an alert fires, and ${looks}: ${namesOf(well)}`];
}

function waitingLine({ waiting, silenced }: Storm): Mrkdwn {
  return join(
    [
      waiting > 0 ? md`${waiting} still being read` : NOTHING,
      silenced > 0 ? md`${silenced} silenced` : NOTHING,
    ],
    ', ',
  );
}

function firingLine({ alerts, opened_at }: Storm): Mrkdwn {
  const fire =
    alerts.firing === alerts.all
      ? md`${alerts.all} alerts fire`
      : md`${alerts.firing} of ${alerts.all} alerts still fire`;
  return md`${fire}, the first since ${at(opened_at)}`;
}

function updatedLine({ read_at }: Storm): Mrkdwn {
  const updated = read_at ? md`updated ${at(read_at)}` : NOTHING;
  return join([updated, md`this message stays current; single threads point here`], ' · ');
}
