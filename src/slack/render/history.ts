import type { Answer } from '../../core/command.ts';
import type { HistoryEntry, NodeHistory, OwnTrace, Standing } from '../../core/node-history.ts';
import type { Subject } from '../../core/subject.ts';
import { formatDuration } from '../../lib/duration.ts';
import { at, between } from './dates.ts';
import { bold, code, codeBlock, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { guideLink } from './guide-link.ts';
import { actions, context, fit, type Rendered, sections, titled } from './limits.ts';
import { besideButtons, lookAgainButton, sameSubject } from './question.ts';

type History = Extract<Answer, { kind: 'history' }>;

/** What one glance takes in, and what a thread is read for. */
const MAX = { shown: 6, listed: 30, text: 240, whole: 500 } as const;
/** A gap of so many seconds is worth a line: what comes before it belongs to another story. */
const LONG_QUIET = 12 * 3600;

/** What the node is now, then what went wrong before, the newest first. Ironic's own words are in the thread. */
export function renderHistory({ history, subject, notes }: History): Rendered {
  const { entries, traces, total } = history;
  const shown = entries.slice(0, MAX.shown);
  const older = entries.slice(MAX.shown);
  const blocks = [
    ...sections([
      bold(md`${nameOf(subject)} · ${standing(history.standing, history.read)}`),
      countLine(history),
    ]),
    ...sections(titled(md`*What happened most*`, history.kinds.map(kindLine))),
    ...sections([
      ...shown.flatMap((entry, index) => entryLines(entry, history, index < shown.length - 1)),
      ...olderLine(older.length),
    ]),
    ...sections(
      titled(
        md`*What the node itself tells*`,
        traces.map((one) => traceLine(one, history)),
      ),
    ),
    ...actions(buttons(subject)),
    ...context([
      ...notes.slice(0, 3).map((note) => text(note, 300)),
      md`Ironic writes down what goes wrong, not what goes well · read ${at(history.read)}`,
      md`guide: ${guideLink('node-history')}`,
    ]),
  ];
  const lead = md`${nameOf(subject)}: ${total === 0 ? md`no history` : md`${count(total)} in its history`}, now ${standing(history.standing, history.read)}`;
  return fit(lead, blocks, details(history), md`${nameOf(subject)}: its history in Ironic's own words`);
}

function nameOf(subject: Subject): Mrkdwn {
  return text(subject.name, 120) || md`(no name)`;
}

function standing({ state, target, since, power, maintenance, reservation }: Standing, read: string): Mrkdwn {
  const long = between(since, read);
  return join(
    [
      long ? md`${code(state, 60)} for ${text(long)}` : code(state, 60),
      target && target !== state ? md`on the way to ${code(target, 60)}` : NOTHING,
      power ? text(power, 40) : md`power state unknown`,
      maintenance ? md`in maintenance` : NOTHING,
      reservation ? md`reserved by ${code(reservation, 120)}` : NOTHING,
    ],
    ', ',
  );
}

function countLine({ total, from, entries, without, read }: NodeHistory): Mrkdwn {
  if (without !== undefined) {
    return total === 0 ? md`No history to tell: ${text(without, 400)}.` : text(without, 400);
  }
  const last = entries[0]?.at ?? null;
  const ago = between(last, read);
  const newest = ago ? md`, the newest ${text(ago)} ago` : NOTHING;
  return md`${count(total)}${from && total > 1 ? md` since ${at(from)}` : NOTHING}${newest}`;
}

function count(total: number): Mrkdwn {
  return total === 1 ? md`1 entry` : md`${total} entries`;
}

/** The thread has all that is shown, and more; never promised is what it has no room for. */
function olderLine(older: number): readonly Mrkdwn[] {
  if (older === 0) return [];
  const there = Math.min(older, MAX.listed - MAX.shown);
  const where = there < older ? md`${there} of them in the thread` : md`in the thread`;
  return [md`_${older} older, ${where}_`];
}

function kindLine({ words, count: times }: NodeHistory['kinds'][number]): Mrkdwn {
  return md`• ${times} × ${text(words, 200)}`;
}

function entryLines(entry: HistoryEntry, { read }: NodeHistory, hasOlder: boolean): readonly Mrkdwn[] {
  const ago = between(entry.at, read);
  const when = ago ? md`*${text(ago)} ago*, ${at(entry.at)}` : md`*time unknown*`;
  const what = entry.says ? text(entry.says, 300) : code(entry.text, MAX.text);
  const extra = join(
    [often(entry), stateOf(entry), entry.conductor ? text(entry.conductor, 120) : NOTHING],
    ' · ',
  );
  const line = md`• ${when} · ${text(entry.doing, 60)}${entry.error ? NOTHING : md` (no error)`}: ${what}${extra ? md` · ${extra}` : NOTHING}`;
  return hasOlder ? [line, ...quiet(entry)] : [line];
}

function quiet({ quietSeconds = 0 }: HistoryEntry): readonly Mrkdwn[] {
  return quietSeconds >= LONG_QUIET
    ? [md`_then, going back, ${text(formatDuration(quietSeconds))} without an entry_`]
    : [];
}

function often({ count: times, at: last, since }: HistoryEntry): Mrkdwn {
  if (times === 1) return NOTHING;
  const span = last && since ? between(since, last) : '';
  return span ? md`${times} times in ${text(span)}` : md`${times} times`;
}

function stateOf({ state, seconds, target }: HistoryEntry): Mrkdwn {
  if (!state) return NOTHING;
  const long = seconds === undefined ? NOTHING : md` for ${text(formatDuration(seconds))}`;
  const headed = target && target !== state ? md`, on the way to ${code(target, 60)}` : NOTHING;
  return md`it was ${code(state, 60)}${long}${headed}`;
}

function traceLine({ field, label, says, text: words, at: when }: OwnTrace, { read }: NodeHistory): Mrkdwn {
  const ago = when ? between(when, read) : '';
  const time = when ? md` ${ago ? md`${text(ago)} ago, ` : NOTHING}${at(when)}` : NOTHING;
  const plain = says ? md` ${text(says, 200)}:` : NOTHING;
  return md`• ${text(label)}:${time}${plain}${words ? md` ${code(words, 400)}` : NOTHING} (${code(`node.${field}`)})`;
}

function details(history: NodeHistory) {
  const listed = history.entries.slice(0, MAX.listed);
  const rest = history.entries.length - listed.length;
  if (listed.length === 0) return [];
  return [
    ...listed.flatMap((entry, index) =>
      sections([
        md`${entryLines(entry, history, false)[0] ?? NOTHING}${entry.user ? md` · asked by user ${code(entry.user, 80)}` : NOTHING}\n${codeBlock(entry.text, MAX.whole)}`,
        ...(index < listed.length - 1 ? quiet(entry) : []),
      ]),
    ),
    ...(rest > 0
      ? context([
          md`and ${rest} more; all of them: ${code(`baremetal node history list ${history.name} --long`, 200)}`,
        ])
      : []),
  ];
}

function buttons(subject: Subject) {
  const about = sameSubject(subject);
  return [
    ...lookAgainButton({ ...about, command: 'history' }),
    ...besideButtons([
      ['Why?', about],
      ['Logs', { ...about, command: 'logs' }],
    ]),
  ];
}
