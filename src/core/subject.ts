/**
 * What a person meant by the words after `/ironic why`. Resolution is the diagnosis engine's work; this is only the
 * vocabulary of its outcome.
 */
export type SubjectKind = 'node' | 'instance' | 'flavor' | 'mac' | 'message' | 'snapshot';

/**
 * The sides from which a subject can be looked at. A failed server that never got a node has `instance` and `flavor`;
 * an active server has `node` as well; a pasted error has only `message`.
 */
export type Aspect = 'node' | 'instance' | 'flavor' | 'mac' | 'message' | 'logs';

export interface Subject {
  readonly kind: SubjectKind;
  /** The cloud's name in clouds.yaml; `snapshot` when nothing is read from a cloud. */
  readonly cloud: string;
  /** What a person would call it: a name, else a UUID, else the MAC. */
  readonly name: string;
  readonly node_uuid?: string;
  readonly instance_uuid?: string;
  readonly flavor?: string;
  readonly mac?: string;
  readonly aspects: readonly Aspect[];
}

/** One of several things that the same words could mean. */
export interface SubjectChoice {
  readonly kind: SubjectKind;
  /** Unambiguous: a UUID, which `why` takes again. */
  readonly id: string;
  readonly label: string;
}

export type Resolution =
  | { readonly kind: 'found'; readonly subject: Subject; readonly notes: readonly string[] }
  | { readonly kind: 'several'; readonly choices: readonly SubjectChoice[] }
  | {
      readonly kind: 'none';
      /** The nearest names first, at most five. */
      readonly nearest: readonly string[];
      /** Which lists could not be read, in words: "Nova did not answer within 10 s". */
      readonly unreadable: readonly string[];
    };
