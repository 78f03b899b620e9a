import { readArguments } from './arguments.ts';
import type { Answer, Asked, Command, Found, ServiceOptions, Services } from './command.ts';
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

/**
 * How a command runs that only looks at one node: typed with its name, or asked for by a button beside an answer about
 * it. `example` is what a wrong option is answered with, `askFor` the answer when no node is named.
 */
export function looking(
  command: Asked['command'],
  { example, askFor }: { readonly example: string; readonly askFor: string },
  tell: (found: Found) => Promise<Answer>,
): Pick<Command, 'run' | 'about'> {
  const answer = (services: Services, words: string, options: ServiceOptions) =>
    lookedUp(services, words, options, { command }, tell);
  return {
    async run({ text, services, signal }) {
      const { words, ...where } = readArguments(text, services.clouds, example);
      if (!words) return { kind: 'words', text: askFor };
      return answer(services, words, optionsOf({ ...where, signal }));
    },
    about: ({ subject, services, ...where }) => answer(services, subject, optionsOf(where)),
  };
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
