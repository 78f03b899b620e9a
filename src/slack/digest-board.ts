import type { Digest, DigestBoard } from '../core/fleet-digest.ts';
import { createDrawings, type Drawable } from './drawings.ts';
import { errorFields, type Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { renderDigest } from './render/digest.ts';

export interface DigestBoardOptions {
  readonly outbox: Pick<Outbox, 'postAt' | 'update' | 'find' | 'upload' | 'hasFile'>;
  readonly log: Log;
  readonly clock: () => Date;
  readonly slash: string;
}

type DrawnDigest = Drawable & { readonly digest: Digest };

/** Posts digests, each with a mark by which whoever takes over from a crashed process finds it. */
export function createDigestBoard({ outbox, log, clock, slash }: DigestBoardOptions): DigestBoard {
  const draw = createDrawings<DrawnDigest>({
    outbox,
    log,
    clock,
    what: 'a digest',
    sketch(newest) {
      const { id, digest } = newest();
      return {
        to: { channel: digest.channel },
        mark: { event_type: 'digest', event_payload: { digest: id } },
        since: digest.slot,
        how: { background: true },
        draw: () => renderDigest(digest, slash),
      };
    },
  });
  return {
    post: (digest) =>
      draw({
        id: `${digest.look.report.cloud} ${digest.channel} ${digest.slot}`,
        version: 1,
        message: null,
        digest,
      }),
    async illustrate({ look }, at, { before, begins }) {
      if (!look.picture) return false;
      const below = { channel: at.channel, thread: at.ts };
      const { alt = look.picture.title } = look.picture;
      try {
        // Where that cannot be told the picture stays away: none is better than two.
        if (before && (await outbox.hasFile(below, before.file))) return true;
        return await outbox.upload(look.picture, below, (file) => begins({ file, alt }));
      } catch (error) {
        log.warn(errorFields(error), 'the picture of a digest was not put below it');
        return false;
      }
    },
  };
}
