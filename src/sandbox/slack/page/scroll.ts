/** Heights in pixels, as the scrolling element counts them. */
export interface Extent {
  readonly view: number;
  readonly content: number;
  /** Where the newest message starts, counted from the top of the content. */
  readonly newest: number;
  /** Where that starts which belongs above it, such as the name of a new day; else the same as `newest`. */
  readonly above: number;
}

/** Room above a message that was scrolled to, so that its tools are not cut. */
const AIR = 16;
/** A reader this near to the end reads along. */
const NEAR = 80;

/** Where to scroll so that the newest message is read from its start: at the end, unless that cuts its first line. */
export function restingPlace({ view, content, newest, above }: Extent): number {
  const end = content - view;
  return Math.max(0, end <= newest ? end : above - AIR);
}

export function readsAlong(top: number, view: number, content: number): boolean {
  return content - top - view < NEAR;
}
