import type { Answer } from '../../core/command.ts';
import type { TellingLine } from '../../core/log-lines.ts';
import { LOG_EXAMPLES, type LogView, type Tarball, type Unseen } from '../../core/log-view.ts';
import { at, between } from './dates.ts';
import { bold, code, codeBlock, join, type Mrkdwn, md, NOTHING, text } from './escape.ts';
import { actions, context, fit, type Rendered, sections, titled } from './limits.ts';
import { besideButtons, lookAgainButton, sameSubject } from './question.ts';

type Logs = Extract<Answer, { kind: 'logs' }>;

const MAX = { tarballs: 5, telling: 4, errors: 4, transitions: 5, cut: 3, sources: 8, quote: 280 } as const;
const WHAT = {
  ramdisk_logs: 'the deploy ramdisk',
  logs: "the services' logs",
} as const satisfies Record<Unseen['what'], string>;

/** What the logs tell of the node: the ramdisk first, errors, what happened in between, and what was not seen. */
export function renderLogs({ view, subject, notes, files }: Logs): Rendered {
  const name = text(subject.name, 120) || md`(no name)`;
  const long = between(view.since, view.read);
  const state = long ? md`${code(view.state, 60)} for ${text(long)}` : code(view.state, 60);
  const about = sameSubject(subject);
  const buttons = [
    ...lookAgainButton({ ...about, command: 'logs' }),
    ...besideButtons([
      ['Why?', about],
      ['History', { ...about, command: 'history' }],
    ]),
  ];
  const said = gist(view);
  const blocks = [
    ...sections([bold(md`${name} · ${said}`), md`${state} · cloud ${text(subject.cloud, 80)}`]),
    ...sections(ramdisk(view)),
    ...sections(services(view)),
    ...sections(view.unseen.flatMap(unseen)),
    ...sections(
      titled(
        md`*Left out while reading*`,
        view.cut.slice(0, MAX.cut).map((one) => md`• ${text(one, 300)}`),
      ),
    ),
    ...actions(buttons),
    ...context([
      ...notes.slice(0, 3).map((note) => text(note, 300)),
      files.length > 0 ? md`The extract is in the thread, as a file` : NOTHING,
      md`read ${at(view.read)}`,
    ]),
  ];
  return { ...fit(md`${name}: ${said}`, blocks, rest(view), md`${name}: more from the logs`), files };
}

/** The line that a lock screen shows. */
function gist(view: LogView): Mrkdwn {
  const known = [...(view.ramdisk?.telling ?? []), ...view.errors].find((one) => one.says);
  if (known?.says) return md`the logs say: ${text(known.says, 200)}`;
  const errors = view.errors.reduce((sum, one) => sum + one.count, 0);
  if (errors > 0) return errors === 1 ? md`1 error in the logs` : md`${errors} errors in the logs`;
  if (view.tarballs.length === 0 && view.sources.length === 0) return md`no logs to show`;
  return md`nothing in the logs looks like an error`;
}

function ramdisk({ tarballs, ramdisk: opened, unseen: holes, read }: LogView): readonly Mrkdwn[] {
  const title = md`*From the deploy ramdisk*`;
  if (holes.some((one) => one.what === 'ramdisk_logs')) return [];
  if (tarballs.length === 0) {
    return [
      title,
      md`No tarball of this node. Ironic collects one when an operation fails, unless ${code('[agent]deploy_logs_collect')} says otherwise.`,
    ];
  }
  const list = tarballs.slice(0, MAX.tarballs).map((one) => tarballLine(one, read));
  if (tarballs.length > list.length) list.push(md`• ${tarballs.length - list.length} older`);
  if (!opened) return [title, ...list, md`None of them was opened.`];
  const earlier = opened.earlier
    ? md` It is older than the present state: it tells of an earlier attempt.`
    : NOTHING;
  const lines = opened.telling.slice(0, MAX.telling).map((one) => tellingLine(one, read));
  const says =
    lines.length > 0
      ? opened.known
        ? md`The newest says:${earlier}`
        : md`The newest has no known sign of trouble; these lines look like errors.${earlier}`
      : md`Nothing in the newest looks like an error.${earlier}`;
  return [title, ...list, says, ...lines];
}

function tarballLine({ file, place, collected_at, size }: Tarball, read: string): Mrkdwn {
  const ago = between(collected_at, read);
  const when = collected_at
    ? md`${ago ? md`${text(ago)} ago, ` : NOTHING}${at(collected_at)}`
    : md`time unknown`;
  return md`• ${code(file, 160)} ${join([when, size === null ? NOTHING : text(bytes(size)), text(place, 160)], ' · ')}`;
}

function services(view: LogView): readonly Mrkdwn[] {
  if (view.unseen.some((one) => one.what === 'logs')) return [];
  const { errors, transitions, locks, sources, read } = view;
  const lines = sources.reduce((sum, one) => sum + one.lines, 0);
  if (lines === 0)
    return [md`*From the services' logs*`, md`No line names it in the time around its trouble.`];
  const shown = errors.slice(0, MAX.errors).map((one) => tellingLine(one, read));
  if (errors.length > shown.length) shown.push(md`• ${errors.length - shown.length} more, in the thread`);
  const where = sources.slice(0, MAX.sources).map((one) => md`${text(one.place, 80)} (${one.lines})`);
  return [
    md`*From the services' logs:* ${lines} lines`,
    ...(shown.length > 0 ? shown : [md`No errors.`]),
    ...titled(
      md`*The lock*`,
      locks.map((one) => plainLine(one, read)),
    ),
    ...titled(
      md`*States, the newest first*`,
      transitions.slice(0, MAX.transitions).map((one) => stateLine(one, read)),
    ),
    md`_Lines by log: ${join(where, ', ')}_`,
  ];
}

function tellingLine(one: TellingLine, read: string): Mrkdwn {
  const says = one.says ? md`${text(one.says, 240)}: ` : NOTHING;
  return md`• ${head(one, read)}${says}${code(one.text, MAX.quote)} (${code(one.place, 120)})`;
}

function plainLine(one: TellingLine, read: string): Mrkdwn {
  return md`• ${head(one, read)}${text(one.text, 300)} (${code(one.place, 120)})`;
}

/** Only the conductor in charge writes these. */
function stateLine(one: TellingLine, read: string): Mrkdwn {
  return md`• ${head(one, read)}${text(one.text, 300)}`;
}

function head(one: TellingLine, read: string): Mrkdwn {
  const ago = one.at ? between(one.at, read) : '';
  const when = one.at ? md`*${text(ago)} ago*, ${at(one.at)}` : NOTHING;
  const often = one.count > 1 ? md`${one.count} times` : NOTHING;
  const both = join([when, often], ' · ');
  return both ? md`${both}: ` : NOTHING;
}

function unseen({ what, reason, configured }: Unseen): readonly Mrkdwn[] {
  const line = md`*Not read:* ${text(WHAT[what])}: ${text(reason, 400)}`;
  return configured
    ? [line]
    : [
        line,
        md`Name the place in ${code('ironic-oncall.yml')}, for example:\n${codeBlock(LOG_EXAMPLES[what], 500)}`,
      ];
}

/** Everything that was found telling, where the first message had no room. */
function rest({ errors, transitions, ramdisk: opened, read }: LogView) {
  const telling = opened?.telling ?? [];
  return [
    ...(telling.length > MAX.telling
      ? sections([
          md`*More from the deploy ramdisk*`,
          ...telling.slice(MAX.telling).map((one) => tellingLine(one, read)),
        ])
      : []),
    ...(errors.length > MAX.errors
      ? sections([md`*More errors*`, ...errors.slice(MAX.errors).map((one) => tellingLine(one, read))])
      : []),
    ...(transitions.length > MAX.transitions
      ? sections([
          md`*Earlier states*`,
          ...transitions.slice(MAX.transitions).map((one) => stateLine(one, read)),
        ])
      : []),
  ];
}

function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(0)} kB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}
