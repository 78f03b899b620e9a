import type { Answer } from '../../core/command.ts';
import { renderApprovals } from './approval-list.ts';
import { renderAudit } from './audit-list.ts';
import { renderCan } from './can.ts';
import { renderDenied } from './denied.ts';
import { renderFleet } from './fleet.ts';
import { renderFleetNodes } from './fleet-nodes.ts';
import { renderFreeze } from './freeze.ts';
import { renderProcedure, renderTopics } from './guide.ts';
import { renderHelp } from './help.ts';
import { renderHistory } from './history.ts';
import type { Rendered } from './limits.ts';
import { renderLogs } from './logs.ts';
import { renderReport } from './report.ts';
import { renderUnresolved } from './resolution.ts';
import { renderSilenced, renderSilences, renderUnsilenced } from './silences.ts';
import { renderWords } from './words.ts';

export interface AnswerHow {
  /** Our word in Slack. */
  readonly slash: string;
  readonly now: Date;
  /** The workspace's address, for links to messages. */
  readonly workspace?: string | undefined;
  /** True where nothing goes into a thread below it. */
  readonly alone?: boolean;
}

/** Whatever a command answers, as Slack shows it. */
export function renderAnswer(answer: Answer, how: AnswerHow): Rendered {
  const { slash } = how;
  switch (answer.kind) {
    case 'help':
      return renderHelp(answer, slash);
    case 'words':
      return renderWords(answer.text);
    case 'history':
      return renderHistory(answer);
    case 'logs':
      return renderLogs(answer);
    case 'fleet':
      return renderFleet(answer, how.now);
    case 'fleet-nodes':
      return renderFleetNodes(answer);
    case 'topics':
      return renderTopics(answer, slash);
    case 'procedure':
      return renderProcedure(answer, slash);
    case 'unclear': {
      const { outcome, asked } = answer;
      return outcome.kind === 'refused' ? renderWords(outcome.message) : renderUnresolved(outcome, asked);
    }
    case 'diagnosis': {
      const { outcome, named, offers, unoffered } = answer;
      if (outcome.kind === 'report') {
        return renderReport(outcome.report, { slash, named, offers, unoffered, alone: how.alone });
      }
      return outcome.kind === 'refused' ? renderWords(outcome.message) : renderUnresolved(outcome);
    }
    case 'approvals':
      return renderApprovals(answer, how);
    case 'audit':
      return renderAudit(answer, slash);
    case 'can':
      return renderCan(answer);
    case 'freeze':
      return renderFreeze(answer, slash);
    case 'silences':
      return renderSilences(answer.silences, slash);
    case 'silenced':
      return renderSilenced(answer.silence, slash);
    case 'unsilenced':
      return renderUnsilenced(answer);
    case 'denied':
      return renderDenied(answer.refusal);
  }
}
