import type { Answer, Asked, Found, ServiceOptions, Services } from './command.ts';
import { FactUnread } from './facts.ts';

/**
 * Looks up what the words mean and lets `tell` answer with the facts; what the words do not mean, or a node that is
 * not there, is answered alike for every command that only looks.
 */
export async function lookedUp(
  services: Services,
  words: string,
  options: ServiceOptions,
  asked: Asked,
  tell: (found: Found) => Promise<Answer>,
): Promise<Answer> {
  const outcome = await services.look(words, options);
  if (outcome.kind !== 'found') return { kind: 'unclear', outcome, asked };
  try {
    return await tell(outcome);
  } catch (error) {
    if (!(error instanceof FactUnread) || error.fact !== 'node') throw error;
    const { name, kind, cloud } = outcome.subject;
    const what = kind === 'node' ? 'The node' : `${capital(kind)} ${name}`;
    const text = `${what} cannot be looked at in cloud ${cloud}: ${error.reason}. \`why ${name}\` tells what else is known.`;
    return { kind: 'words', text };
  }
}

/** The options of a call, without what is absent. */
export function optionsOf({
  cloud,
  signal,
}: {
  readonly cloud?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}): ServiceOptions {
  return { ...(cloud === undefined ? {} : { cloud }), ...(signal ? { signal } : {}) };
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
