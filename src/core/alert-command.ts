import type { ActRefusal } from './acting.ts';
import type { Alerts } from './alert-story.ts';
import type { Answer, Command, CommandCall } from './command.ts';
import { type Person, strangeness } from './person.ts';

const NOT_WATCHING: ActRefusal = {
  kind: 'refused',
  code: 'not-configured',
  words:
    'I watch no alerts here: nobody has configured it. Whoever runs me adds `alerts:` with its channels to ironic-oncall.yml; docs/alerts.md tells how.',
};

/** How a command about alerts runs: where nobody has configured that, it says what to do. */
export function watches(
  run: (alerts: Alerts, call: CommandCall) => Promise<Answer | ActRefusal>,
): Command['run'] {
  return async (call) => {
    const { alerts } = call.services;
    const answer = alerts ? await run(alerts, call) : NOT_WATCHING;
    return answer.kind === 'refused' ? { kind: 'denied', refusal: answer } : answer;
  };
}

/** Why somebody may not decide what others hear of; undefined for a full member of our own workspace. */
export function notOneOfUs(person: Person): ActRefusal | undefined {
  const code = strangeness(person);
  return code && { kind: 'refused', code, words: WORDS[code] };
}

const WORDS: Readonly<Record<NonNullable<ReturnType<typeof strangeness>>, string>> = {
  guest: 'Guests of this workspace silence nothing. A full member has to ask.',
  bot: 'Bots silence nothing.',
  stranger: 'Only people of this workspace silence alerts, and you are of another one.',
  'unknown-person': 'Slack could not tell me who you are, so nothing was changed. Try again in a minute.',
};
