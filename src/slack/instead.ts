import type { Kept } from './kept.ts';

const WORDS = {
  'given-up':
    'I was stopped again and again while I worked on this, so I gave it up. If asking anew does not help, my log says more.',
  'too-old': 'I was stopped before I could answer this, and that is a while ago: ask again.',
  unsure:
    'I was stopped in the middle of this and cannot tell whether it was done. Look, and ask again if it was not.',
} as const;

/** What is said of a question whose process is gone, where it is not answered any more. */
export function insteadOf(
  kept: Kept | undefined,
  job: { readonly what: string | undefined; readonly once?: boolean | undefined },
): string | undefined {
  if (!kept?.takenOver) return undefined;
  const why = kept.instead ?? (job.once ? 'unsure' : undefined);
  if (why === undefined) return undefined;
  const about = job.what?.replaceAll('`', "'").replace(/\s+/g, ' ').slice(0, 120);
  return about ? `\`${about}\`: ${WORDS[why]}` : WORDS[why];
}
