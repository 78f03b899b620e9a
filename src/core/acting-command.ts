import { type Acting, type ActRefusal, NOT_CONFIGURED } from './acting.ts';
import type { Answer, Command, CommandCall } from './command.ts';

/** How a command of the acting half runs: where nobody has configured that, it says what to do. */
export function acts(
  run: (acting: Acting, call: CommandCall) => Promise<Answer | ActRefusal>,
): Command['run'] {
  return async (call) => {
    const { acting } = call.services;
    const answer = acting ? await run(acting, call) : NOT_CONFIGURED;
    return answer.kind === 'refused' ? { kind: 'denied', refusal: answer } : answer;
  };
}
