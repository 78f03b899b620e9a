import type { AnswerFile } from '../../core/command.ts';
import { ServiceError } from '../../core/errors.ts';
import { refusalOf } from '../slack-error.ts';
import { code, md, text } from './escape.ts';
import { fit, type Message, sections } from './limits.ts';

/** Why a file is not there, in one line. Without an error there was no thread of ours to put it into. */
export function renderNoFile(file: AnswerFile, error?: unknown): Message {
  const line = md`${text(file.title, 120)}: the file could not be put here. ${reason(error)} What tells most of it is in the answer.`;
  return fit(line, sections([line])).message;
}

function reason(error: unknown) {
  if (error === undefined) {
    return md`I am no member of this channel: invite me, or ask in a direct message.`;
  }
  const refusal = refusalOf(error);
  if (refusal === 'missing_scope') {
    return md`The Slack app lacks the scope ${code('files:write')}: whoever runs this bot adds it from manifest.yml and reinstalls the app.`;
  }
  if (refusal) return md`Slack refused it: ${code(refusal, 80)}.`;
  return error instanceof ServiceError
    ? md`${text(error.message, 200)}.`
    : md`Something broke on my side; the log of the bot tells more.`;
}
