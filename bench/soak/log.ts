import type { LogLine } from '../../test/support/bot-child.ts';

export interface Heard {
  readonly counts: {
    answered: number;
    failures_told: number;
    not_told: number;
    clicks: number;
    clicks_failed: number;
    forms: number;
    forms_failed: number;
  };
  readonly errors: Record<string, number>;
  readonly onLine: (line: LogLine) => void;
  answers(): number;
}

/** Reads from the bot's log what became of each question. */
export function hearLog(): Heard {
  const counts = {
    ...{ answered: 0, failures_told: 0, not_told: 0, clicks: 0, clicks_failed: 0, forms: 0, forms_failed: 0 },
  };
  const kinds: Readonly<Record<string, keyof typeof counts>> = {
    answered: 'answered',
    'no answer': 'failures_told',
    'the failure could not be told either': 'not_told',
    clicked: 'clicks',
    'a click was not answered': 'clicks_failed',
    submitted: 'forms',
    'a modal was not answered': 'forms_failed',
  };
  const errors: Record<string, number> = {};
  return {
    counts,
    errors,
    onLine({ msg = '', level }) {
      const kind = kinds[msg];
      if (kind) counts[kind] += 1;
      else if (level === 'error' || level === 'fatal') errors[msg] = (errors[msg] ?? 0) + 1;
    },
    answers: () => Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.not_told,
  };
}
