import type { Freeze } from '../core/acting.ts';
import type { Person } from '../core/person.ts';
import { type Barred, barred } from './ask.ts';
import { draft } from './drafts.ts';
import type { Parts } from './parts.ts';
import { barsFreeze, barsThaw } from './policy.ts';
import { clock, frozenRefusal, notARequester, refusal, strangerWords } from './words.ts';

/** Stops everything that has not begun, in all replicas, from the moment that this resolves. */
export async function freezeAll(
  { repository, config }: Parts,
  who: Person,
  reason: string,
): Promise<{ readonly kind: 'done'; readonly freeze: Freeze } | Barred> {
  const bars = barsFreeze(config, who);
  if (bars === 'not-a-requester') return barred(notARequester(config.request));
  if (bars) return barred(refusal(bars, strangerWords(bars)));
  return await repository.turn(async (turn) => {
    const before = await turn.frozen();
    if (before) return barred({ ...frozenRefusal(before), code: 'frozen-already' });
    const freeze = { by: who.id, at: turn.now, reason };
    await turn.freeze(freeze);
    await turn.record(
      draft({ reason }, { kind: 'frozen', at: turn.now, actor: who.id, words: 'acting was frozen' }),
    );
    return { kind: 'done', freeze };
  });
}

/** Lets acting go on; what was approved meanwhile and has not expired begins at once. */
export async function thawAll(
  { repository, config }: Parts,
  who: Person,
): Promise<{ readonly kind: 'done' } | Barred> {
  const bars = barsThaw(config, who);
  if (bars === 'not-an-approver') {
    return barred(refusal(bars, 'Only an approver can thaw. Ask one of', config.approve));
  }
  if (bars) return barred(refusal(bars, strangerWords(bars)));
  return await repository.turn(async (turn) => {
    const before = await turn.frozen();
    if (!before) return barred(refusal('not-frozen', 'Nothing is frozen.'));
    await turn.thaw();
    const words = `acting goes on; it was frozen since ${clock(before.at)} by ${before.by}`;
    await turn.record(
      draft({ reason: before.reason }, { kind: 'thawed', at: turn.now, actor: who.id, words }),
    );
    return { kind: 'done' };
  });
}
