/**
 * How image and unit start the bot. Memory matters more here than how fast much of it can be made: a young generation of
 * 16 MB would double what it takes when idle, and a heap that may double before it is cleaned keeps what a fleet of ten
 * thousand nodes took while it was read.
 */
export const FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=50'] as const;
/** Each thread's own arena keeps what was once given back to it (mallopt(3)). */
export const VARIABLES = { MALLOC_ARENA_MAX: '2' } as const;
