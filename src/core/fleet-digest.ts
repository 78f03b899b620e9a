import type { MessageAt } from './approval.ts';
import type { FleetLook } from './fleet-look.ts';

/** What a channel is told of a fleet once a day. */
export interface Digest {
  readonly channel: string;
  /** ISO 8601, when it was due. */
  readonly slot: string;
  readonly look: FleetLook;
}

/** Where digests are posted. Failures are thrown: whoever asked tries again. */
export interface DigestBoard {
  /** Posts it once, also where a process that crashed meanwhile has posted it before. */
  post(digest: Digest): Promise<MessageAt>;
  /** Puts its picture below it. It never throws: a digest without a picture is a digest. */
  illustrate(digest: Digest, at: MessageAt): Promise<void>;
}
