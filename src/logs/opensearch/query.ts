import type { OpenSearchConfig } from '../config.ts';
import {
  GLOBAL_REQUEST,
  HOST,
  LEVEL,
  LOGGER,
  MESSAGE,
  PROCESS,
  REQUEST,
  SERVICE,
  TRACE,
  USER,
} from '../remote/structured.ts';

export interface SearchQuestion {
  readonly fields: OpenSearchConfig['fields'];
  readonly words: readonly string[];
  /** Milliseconds since the epoch; the first included, the second not. */
  readonly from: number;
  readonly before: number;
  readonly size: number;
  readonly timeoutMs: number;
}

/** The message where nobody said otherwise: Kolla-Ansible's Fluentd, and Fluent Bit. */
const TEXTS = ['message', 'Payload', 'log'];

/**
 * Body of `POST /<index>/_search`, understood by Elasticsearch 7 to 9 and OpenSearch 1 to 3. `match_phrase` because
 * the standard analyser splits UUIDs and names at their hyphens; it also finds `NODE 17`, which is sorted out by us.
 * Fields that an index does not have match nothing.
 */
export function searchOf({ fields, words, from, before, size, timeoutMs }: SearchQuestion): unknown {
  const texts = [...new Set([fields.message, ...TEXTS])];
  const phrase = (field: string, query: string) => ({ match_phrase: { [field]: query } });
  return {
    size,
    track_total_hits: false,
    // Ends before we stop waiting: what was found until then is better than nothing.
    timeout: `${timeoutMs}ms`,
    _source: [
      ...new Set([
        ...Object.values(fields),
        ...[MESSAGE, LEVEL, LOGGER, PROCESS, GLOBAL_REQUEST, REQUEST, USER, TRACE, HOST, SERVICE].flat(),
      ]),
    ],
    query: {
      bool: {
        filter: [
          { range: { [fields.time]: { gte: from, lt: before, format: 'epoch_millis' } } },
          {
            bool: {
              minimum_should_match: 1,
              should: words.flatMap((word) => [
                ...texts.map((field) => phrase(field, word)),
                // Kolla-Ansible's Fluentd takes request ids out of the text, without their "req-"
                // (openstack/kolla-ansible ansible/roles/fluentd/templates/conf/input/00-global.conf.j2).
                ...(word.startsWith('req-')
                  ? [REQUEST[0], GLOBAL_REQUEST[0]].map((field) => phrase(field, word.slice(4)))
                  : []),
              ]),
            },
          },
        ],
      },
    },
    // The second only orders what one shard wrote in the same millisecond.
    sort: [{ [fields.time]: { order: 'desc', unmapped_type: 'date' } }, { _doc: { order: 'desc' } }],
  };
}
