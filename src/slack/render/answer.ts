import type { Answer } from '../../core/command.ts';
import { renderProcedure, renderTopics } from './guide.ts';
import { renderHelp } from './help.ts';
import { renderHistory } from './history.ts';
import type { Rendered } from './limits.ts';
import { renderLogs } from './logs.ts';
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
    case 'history':
      return renderHistory(answer);
    case 'logs':
      return renderLogs(answer);
    case 'topics':
      return renderTopics(answer, slash);
    case 'procedure':
      return renderProcedure(answer, slash);
    case 'unclear': {
      const { outcome, asked } = answer;
      return outcome.kind === 'refused' ? renderWords(outcome.message) : renderUnresolved(outcome, asked);
    }
    case 'diagnosis': {
      const { outcome, named } = answer;
      if (outcome.kind === 'report') return renderReport(outcome.report, { slash, named });
      return outcome.kind === 'refused' ? renderWords(outcome.message) : renderUnresolved(outcome);
    }
  }
}
