import type { Person } from '../../src/core/person.ts';
import { ASKER, FORM, LEAD, NODE, PLACE, requested, type SetUp } from './acting.ts';
import { sentOf } from './acting-cloud.ts';

/**
 * What somebody may try: each is refused in words that name the next step, stands in the journal with who tried it, and
 * changes nothing in the cloud.
 */
export interface Attempt {
  readonly what: string;
  /** More than the usual configuration. */
  readonly config?: object;
  readonly who?: Person;
  /** Is done before, and answers with the id to be used. */
  readonly after?: (up: SetUp) => Promise<string>;
  readonly tries: (up: SetUp, id: string, who: Person) => Promise<{ readonly kind: string }>;
  readonly code: string;
  readonly words: RegExp;
}

export const MINUTE = 60_000;
export const GUEST: Person = { ...ASKER, kind: 'guest' };
export const BOT: Person = { ...ASKER, kind: 'bot' };
export const STRANGER: Person = { ...ASKER, kind: 'stranger' };
export const UNKNOWN: Person = { ...ASKER, kind: 'unknown' };

export const ask: Attempt['tries'] = ({ acting }, id, who) => acting.request(id, who, FORM, PLACE);
export const look: Attempt['tries'] = ({ acting }, id, who) => acting.look(id, who);
export const approve: Attempt['tries'] = ({ acting }, id, who) => acting.approve(id, who);
export const decline: Attempt['tries'] = ({ acting }, id, who) => acting.decline(id, who, 'no');
export const withdraw: Attempt['tries'] = ({ acting }, id, who) => acting.withdraw(id, who);

export const offer = async (on: SetUp) => (await on.offer('abort')).id;
export const offerThen = (then: (on: SetUp) => unknown) => async (on: SetUp) => {
  const id = await offer(on);
  await then(on);
  return id;
};
export const asked = async (on: SetUp) => (await requested(on.acting, await on.offer('abort'), LEAD)).id;
export const askedThen = (then: (on: SetUp, id: string) => unknown) => async (on: SetUp) => {
  const id = await asked(on);
  await then(on, id);
  return id;
};
export const typed =
  (name: string | null): Attempt['tries'] =>
  ({ acting }, id, who) =>
    acting.request(id, who, { ...FORM, typed: name }, PLACE);
export const form =
  (more: Partial<typeof FORM>): Attempt['tries'] =>
  ({ acting }, id, who) =>
    acting.request(id, who, { ...FORM, ...more }, PLACE);
export const undeploy = async (on: SetUp) => {
  on.states.set(NODE, 'active');
  return (await on.offer('undeploy')).id;
};
/** Another node on which something runs to its end. */
export async function runElsewhere(on: SetUp, node: string): Promise<void> {
  on.states.set(node, 'clean failed');
  on.answers.push(async () => {
    on.states.set(node, 'manageable');
    return sentOf('accepted', on.parts.now());
  });
  await requested(on.acting, await on.offer('manage', { node }), LEAD);
  await on.work();
  on.calls.length = 0;
}
