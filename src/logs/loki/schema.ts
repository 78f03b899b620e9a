import { z } from 'zod';

/**
 * `GET /loki/api/v1/query_range` for log lines (grafana/loki docs/sources/reference/loki-http-api.md; a third element
 * of a value, structured metadata, is left alone). Times are nanoseconds.
 */
export const Streams = z.object({
  status: z.literal('success'),
  /** Since Loki 3.4: why the answer is not all there is. */
  warnings: z.array(z.string()).exactOptional(),
  data: z.object({
    resultType: z.literal('streams'),
    result: z
      .array(
        z.object({
          stream: z.record(z.string(), z.string()),
          values: z.array(z.tuple([z.string().regex(/^\d{1,19}$/), z.string()]).rest(z.unknown())),
        }),
      )
      .nullable(),
  }),
});
export type Streams = z.infer<typeof Streams>;
