import type { Answer } from '../../core/command.ts';
import { auditLine } from './audit-line.ts';
import { code, md, NOTHING, text } from './escape.ts';
import { context, fit, type Rendered, sections } from './limits.ts';

type Audit = Extract<Answer, { kind: 'audit' }>;

/** Entries of the journal, the newest first. */
export function renderAudit({ entries, about, more }: Audit, slash: string): Rendered {
  const whose = about ? md` about ${text(about, 120)}` : NOTHING;
  if (entries.length === 0) {
    const lead = md`The journal has nothing${whose}.`;
    return fit(lead, sections([lead]));
  }
  const count = entries.length === 1 ? md`1 entry` : md`${entries.length} entries`;
  const lead = md`${more ? md`The newest ${count}` : count}${whose}`;
  return fit(lead, [
    ...sections([md`*${lead}*`, ...entries.map((entry) => auditLine(entry))]),
    ...context([
      more ? md`There are older ones: narrow it down, e.g. ${code(`${slash} audit since 2h`)}` : NOTHING,
      md`All of it: ${code('npm run -s audit -- export')}`,
    ]),
  ]);
}
