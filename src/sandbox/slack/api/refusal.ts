import type { Json } from '../types.ts';

/** `{ ok: false, error, … }`. Internal to the Web API: the dispatcher turns it into the answer. */
export class SlackRefusal extends Error {
  readonly extra: Json;

  constructor(error: string, extra: Json = {}) {
    super(error);
    this.extra = extra;
  }
}

/** Refusals that name faults do so twice, as Slack does: in `errors` and in `response_metadata.messages`. */
export function refuseWith(error: string, faults: readonly string[]): SlackRefusal {
  if (faults.length === 0) return new SlackRefusal(error);
  return new SlackRefusal(error, {
    errors: faults,
    response_metadata: { messages: faults.map((fault) => `[ERROR] ${fault}`) },
  });
}
