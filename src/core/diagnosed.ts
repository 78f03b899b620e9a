import type { ServiceOptions, Services } from './command.ts';
import type { DiagnosisAnswer } from './outcome.ts';

/** The report about what the words mean, and buttons for what could be done about it here and now. */
export async function diagnosed(
  services: Pick<Services, 'diagnose' | 'acting'>,
  words: string,
  options: ServiceOptions,
): Promise<DiagnosisAnswer> {
  const outcome = await services.diagnose(words, options);
  if (outcome.kind !== 'report' || !services.acting) return { kind: 'diagnosis', outcome };
  const { offers, notes } = await services.acting.offers(outcome.report, options.signal);
  return { kind: 'diagnosis', outcome, offers, unoffered: notes };
}
