import type { Answer } from '../../core/command.ts';
import { renderHelp } from './help.ts';
import type { Rendered } from './limits.ts';
import { renderReport } from './report.ts';
import { renderUnresolved } from './resolution.ts';
import { renderWords } from './words.ts';

/** Whatever a command answers, as Slack shows it. */
export function renderAnswer(answer: Answer, slash: string): Rendered {
  switch (answer.kind) {
    case 'help':
      return renderHelp(answer, slash);
    case 'words':
      return renderWords(answer.text);
    case 'diagnosis': {
      const { outcome } = answer;
      if (outcome.kind === 'report') return renderReport(outcome.report);
      return outcome.kind === 'refused' ? renderWords(outcome.message) : renderUnresolved(outcome);
    }
  }
}
