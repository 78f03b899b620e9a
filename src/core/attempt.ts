import { FactUnread } from './facts.ts';

export type Attempt<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'unread'; readonly why: FactUnread };

/** A fact or the reason why it is not there, for answers that tell both. Anything else that is thrown is a bug. */
export async function attempt<T>(reading: Promise<T>): Promise<Attempt<T>> {
  try {
    return { kind: 'value', value: await reading };
  } catch (why) {
    if (why instanceof FactUnread) return { kind: 'unread', why };
    throw why;
  }
}
