/** Heights in pixels, as the scrolling element counts them. */
export interface Extent {
  readonly view: number;
  readonly content: number;
  /** Where the newest message starts, counted from the top of the content. */
  readonly newest: number;
}

/** Room above a message that was scrolled to, so that its tools and the day before it are not cut. */
const AIR = 16;
/** A reader this near to the end reads along. */
const NEAR = 80;

/** Where to scroll so that the newest message is read from its start: at the end, unless that cuts its first line. */
export function restingPlace({ view, content, newest }: Extent): number {
  return Math.max(0, Math.min(content - view, newest - AIR));
}

export function readsAlong(top: number, view: number, content: number): boolean {
  return content - top - view < NEAR;
}
