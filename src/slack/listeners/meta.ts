import type { z } from 'zod';

/** What we put behind a modal; undefined for anything that is not ours. */
export function metaOf<T>(shape: z.ZodType<T>, privateMetadata: string): T | undefined {
  try {
    return shape.safeParse(JSON.parse(privateMetadata)).data;
  } catch {
    return undefined;
  }
}
