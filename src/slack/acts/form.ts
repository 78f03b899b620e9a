import type { ActRefusal, RequestForm } from '../../core/acting.ts';
import { FIELD_ACTION, FIELDS, MIN_REASON } from '../render/act-modal.ts';

/** `state.values` of a modal: block id, then action id. */
export type Values = Readonly<Record<string, Readonly<Record<string, { readonly value?: string | null }>>>>;
export type Field = keyof typeof FIELDS;

/** What was typed; blanks alone are nothing. */
export function formOf(values: Values): RequestForm {
  const typed = (field: Field) => values[FIELDS[field]]?.[FIELD_ACTION]?.value?.trim() || null;
  return { reason: typed('reason'), ticket: typed('ticket'), typed: typed('typed') };
}

/** What is wrong with a form before anybody is asked, by field. */
export function errorsIn(form: RequestForm): Readonly<Record<string, string>> {
  if (form.reason === null || [...form.reason].length >= MIN_REASON) return {};
  return { [FIELDS.reason]: 'A few words more: the journal keeps this.' };
}

/** The field that a refusal speaks of: `reason-missing`, `ticket-wrong`, ... */
export function fieldOf({ code }: Pick<ActRefusal, 'code'>): Field | undefined {
  return (['reason', 'ticket', 'typed'] as const).find((field) => code.startsWith(`${field}-`));
}
