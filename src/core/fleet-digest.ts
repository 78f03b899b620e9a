import type { MessageAt } from './approval.ts';
import type { FleetLook } from './fleet-look.ts';
import type { SharedPicture } from './last-sweep.ts';

/** What a channel is told of a fleet once a day. */
export interface Digest {
  readonly channel: string;
  /** ISO 8601, when it was due. */
  readonly slot: string;
  readonly look: FleetLook;
}

/** How a picture comes below a digest once, whoever crashes meanwhile. */
export interface Sharing {
  /** What somebody before us was about to put there. */
  readonly before: SharedPicture | null;
  /** Called when Slack has the file, just before it is put there. False: somebody else does it. */
  begins(picture: SharedPicture): Promise<boolean>;
}

/** Where digests are posted. Failures are thrown: whoever asked tries again. */
export interface DigestBoard {
  /** Posts it once, also where a process that crashed meanwhile has posted it before. */
  post(digest: Digest): Promise<MessageAt>;
  /** Puts its picture below it, and tells whether it is there. It never throws: a digest without a picture is a digest. */
  illustrate(digest: Digest, at: MessageAt, sharing: Sharing): Promise<boolean>;
}
