import type { Ceremony, RequestForm } from '../core/acting.ts';
import { cut } from '../lib/cut.ts';
import { scrubText } from '../lib/scrub.ts';
import { type ActingConfig, ticketPattern } from './config.ts';

/** What was filled in, as it is kept. */
export interface Filled {
  readonly kind: 'filled';
  readonly reason: string | null;
  readonly ticket: string | null;
}

export interface FormMistake {
  readonly kind: 'refused';
  readonly code: 'reason-missing' | 'ticket-missing' | 'ticket-wrong' | 'typed-wrong';
  readonly words: string;
}

const LONGEST_REASON = 500;
const LONGEST_TICKET = 80;

/** Reads the form by what the ceremony asks for. Secrets that somebody pasted do not get further than this. */
export function readForm(
  { reason, ticket, typed }: RequestForm,
  ceremony: Ceremony,
  acting: ActingConfig,
  name: string,
): Filled | FormMistake {
  const why = text(reason, LONGEST_REASON);
  const number = ceremony.ticket === 'none' ? null : text(ticket, LONGEST_TICKET);
  if (ceremony.reason && why === null) {
    return wrong(
      'reason-missing',
      'It needs a reason, in a few words: who approves reads it, and the journal keeps it.',
    );
  }
  if (ceremony.ticket === 'required' && number === null) {
    return wrong('ticket-missing', 'It needs the number of a ticket.');
  }
  const pattern = acting.ticket?.pattern;
  if (number !== null && pattern !== undefined && !ticketPattern(pattern).find(number)) {
    return wrong('ticket-wrong', `That is no number of a ticket here; one fits \`${pattern}\`.`);
  }
  if (ceremony.typed && typed?.trim() !== name) {
    return wrong('typed-wrong', `The name was not typed as it is: \`${name}\`. Nothing was done.`);
  }
  return { kind: 'filled', reason: why, ticket: number };
}

function text(value: string | null, longest: number): string | null {
  const words = cut(scrubText((value ?? '').replace(/\s+/g, ' ').trim()), longest);
  return words === '' ? null : words;
}

function wrong(code: FormMistake['code'], words: string): FormMistake {
  return { kind: 'refused', code, words };
}
