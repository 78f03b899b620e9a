import type { Silence, SilenceOf } from '../../core/alert-story.ts';
import { CAUSES } from '../../core/cause.ts';
import type { Answer } from '../../core/command.ts';
import { at } from './dates.ts';
import { quoted } from './deed.ts';
import { bold, code, join, type Mrkdwn, md, NOTHING, person, text } from './escape.ts';
import { context, fit, type Rendered, sections } from './limits.ts';

type Ended = Extract<Answer, { kind: 'unsilenced' }>;

const MAX_LISTED = 20;

/** "node-17", or "bmc-credentials: the BMC refuses user or password". */
function whatOf(of: SilenceOf): Mrkdwn {
  if (of.kind === 'cause') return md`${code(of.cause, 80)} (${text(CAUSES[of.cause])})`;
  return md`${code(of.name || of.uuid, 120)} of cloud ${text(of.cloud, 80)}`;
}

function nameOf(of: SilenceOf): Mrkdwn {
  return text(of.kind === 'cause' ? of.cause : of.name || of.uuid, 120);
}

/** For everybody to see, since everybody hears less now. */
export function renderSilenced({ of, by, until, reason }: Silence, slash: string): Rendered {
  const why = reason ? md`: ${quoted(reason)}` : NOTHING;
  const name = of.kind === 'cause' ? of.cause : of.name || of.uuid;
  return fit(md`${nameOf(of)}: its alerts are silenced`, [
    ...sections([md`${bold(md`${nameOf(of)} is silenced`)} until ${at(until)} by ${person(by)}${why}`]),
    ...context([
      md`Nothing is said about alerts of ${whatOf(of)} until then · ${code(`${slash} unsilence ${name}`, 160)} ends it`,
    ]),
  ]);
}

export function renderUnsilenced({ of, by }: Ended): Rendered {
  const names = join(of.slice(0, 5).map(nameOf), ', ');
  return fit(
    md`${names}: alerts are told again`,
    sections([md`✅ *${names}* is told of again · ${person(by)}`]),
  );
}

/** Those that hold, the one that ends first first. */
export function renderSilences(silences: readonly Silence[], slash: string): Rendered {
  const how = context([md`${code(`${slash} silence <node | cause> for 2h because …`)} silences`]);
  if (silences.length === 0) {
    const lead = md`Nothing is silenced`;
    return fit(lead, [...sections([md`${lead}.`]), ...how]);
  }
  const lead = silences.length === 1 ? md`1 silence holds` : md`${silences.length} silences hold`;
  const lines = silences.slice(0, MAX_LISTED).map(silenceLine);
  const more = silences.length - lines.length;
  return fit(lead, [...sections([bold(lead), ...lines, more > 0 ? md`and ${more} more` : NOTHING]), ...how]);
}

/** "• `node-17` of cloud prod until 05:14 · by @maya: “the PDU is swapped”". */
export function silenceLine({ of, by, until, reason }: Silence): Mrkdwn {
  return join(
    [
      md`• ${whatOf(of)} until ${at(until)}`,
      md`by ${person(by)}${reason ? md`: ${quoted(reason, 200)}` : NOTHING}`,
    ],
    ' · ',
  );
}
