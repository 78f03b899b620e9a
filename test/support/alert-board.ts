import type { AlertBoard, Glance, Storm, Story } from '../../src/core/alert-story.ts';
import type { MessageAt } from '../../src/core/approval.ts';
import { ServiceError } from '../../src/core/errors.ts';

/** A message of ours as a channel shows it. */
export interface Shown {
  readonly at: MessageAt;
  /** `story s1`, `storm w1`. */
  readonly mark: string;
  /** As it was drawn last. */
  what: Story | Storm;
  /** As it was posted. */
  readonly posted: Story | Storm;
  edits: number;
}

export interface BoardOptions {
  /** Waited for before and after Slack does anything. */
  readonly gate?: () => Promise<void>;
  /** What becomes of the next call: `lost`: Slack did it, and the answer never came. */
  readonly fate?: (what: Story | Storm) => 'done' | 'refused' | 'lost';
}

/** Slack as far as alerts are drawn in it: it keeps what was posted, and what we posted can be found by its mark. */
export function createBoard(
  channel: Channel,
  { gate = async () => {}, fate = () => 'done' }: BoardOptions = {},
): AlertBoard {
  async function draw(mark: string, what: Story | Storm): Promise<MessageAt> {
    await gate();
    const end = fate(what);
    if (end === 'refused') throw failure();
    // Between looking for it and posting it others may post.
    const known = channel.shown.find((one) => one.mark === mark);
    await gate();
    const shown = known ?? channel.post(mark, what);
    if (known) {
      known.what = what;
      known.edits += 1;
    }
    if (end === 'lost') throw failure();
    await gate();
    return shown.at;
  }
  return {
    story: (story) => draw(`story ${story.id}`, story),
    storm: (storm) => draw(`storm ${storm.id}`, storm),
    async glance({ ts }, glance) {
      await gate();
      channel.glances.set(ts, glance);
    },
  };
}

const failure = () => new ServiceError('Slack does not answer', { code: 'timeout', service: 'slack' });

export interface Channel {
  readonly shown: Shown[];
  readonly glances: Map<string, Glance>;
  post(mark: string, what: Story | Storm): Shown;
}

/** What all replicas see. */
export function createChannel(): Channel {
  const shown: Shown[] = [];
  let posts = 0;
  return {
    shown,
    glances: new Map(),
    post(mark, what) {
      posts += 1;
      const one = {
        at: { channel: what.channel, ts: `9000000000.${String(posts).padStart(6, '0')}` },
        mark,
        what,
        posted: what,
        edits: 0,
      };
      shown.push(one);
      return one;
    },
  };
}
