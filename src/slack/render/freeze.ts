import type { Answer } from '../../core/command.ts';
import { quoted } from './deed.ts';
import { code, md, person, text } from './escape.ts';
import { fit, type Rendered, sections } from './limits.ts';

type Frozen = Extract<Answer, { kind: 'freeze' }>;

/** For everybody to see: acting is stopped, or goes on. */
export function renderFreeze({ freeze, by }: Frozen, slash: string): Rendered {
  if (!freeze) {
    return fit(md`Acting goes on`, sections([md`✅ *Acting goes on* · thawed by ${person(by)}`]));
  }
  return fit(
    md`Acting is frozen: ${text(freeze.reason, 200)}`,
    sections([
      md`⚠ *Acting is frozen* by ${person(freeze.by)}: ${quoted(freeze.reason)}`,
      md`Nothing new is carried out; what is running is watched to its end. ${code(`${slash} thaw`)} by an approver lets it go on.`,
    ]),
  );
}
