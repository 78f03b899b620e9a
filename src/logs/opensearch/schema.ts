import { z } from 'zod';

/** What `_search` answers (opensearch-project/OpenSearch SearchResponse.java); the same in Elasticsearch. */
export const SearchResult = z.object({
  timed_out: z.boolean(),
  _shards: z.object({
    total: z.number(),
    failed: z.number(),
    failures: z
      .array(z.object({ reason: z.object({ reason: z.string().nullish() }).nullish() }))
      .optional()
      .catch(undefined),
  }),
  hits: z.object({
    hits: z.array(
      z.object({
        _source: z.record(z.string(), z.unknown()).optional(),
        sort: z.array(z.unknown()).optional(),
      }),
    ),
  }),
});
export type SearchResult = z.infer<typeof SearchResult>;

/** A refusal; the innermost cause says most. */
export const SearchError = z.object({
  error: z.object({
    type: z.string().optional(),
    reason: z.string().nullish(),
    root_cause: z.array(z.object({ type: z.string().optional(), reason: z.string().nullish() })).optional(),
  }),
});
export type SearchError = z.infer<typeof SearchError>;
