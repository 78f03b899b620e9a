import { md, text } from './escape.ts';
import { context, fit, type Message } from './limits.ts';

/** Stands where the answer will be, from the first moment on. */
export function renderWorking(what: string, doing = 'diagnosing'): Message {
  const line = what ? md`${text(what, 120)}: ${text(doing, 60)}…` : md`${text(doing, 60)}…`;
  return fit(line, context([line])).message;
}
