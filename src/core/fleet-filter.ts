import { CAUSES, type Cause, isCause } from './cause.ts';
import {
  type NodeProperties,
  PROPERTY_KINDS,
  type PropertyKind,
  propertyWords,
  valuesOf,
} from './fleet-properties.ts';
import { isFailed } from './provision-state.ts';

/** What a filter can ask of a node. */
export interface Filterable {
  readonly uuid: string;
  readonly name: string | null;
  readonly provision_state: string;
  readonly maintenance: boolean;
  /** What was found about it; absent for a node without trouble. */
  readonly cause?: Cause | undefined;
  readonly properties: NodeProperties;
}

export interface Filter {
  /** `driver ipmi`, `names that begin with node-1`. */
  readonly meant: string;
  fits(node: Filterable): boolean;
}

/** Words before `:` or `=` that say what the rest is. */
const KINDS: Readonly<Record<string, PropertyKind>> = {
  ...Object.fromEntries(PROPERTY_KINDS.map((kind) => [kind, kind])),
  group: 'conductor_group',
  class: 'resource_class',
  subnet: 'bmc_subnet',
  bmc: 'bmc_subnet',
};

/**
 * Finds out what one word of a person means among the nodes that there are, the more exact meaning first: a state, a
 * cause, a conductor, driver, class, owner or the like, a name or a pattern of names, a part of a cause. `driver:ipmi`
 * says which. Undefined where it fits no node.
 */
export function filterMeant(words: string, nodes: readonly Filterable[]): Filter | undefined {
  const [, kind, rest] = /^([a-z_ ]{1,20}?)\s*[:=]\s*(.+)$/i.exec(words.trim()) ?? [];
  const key = kind?.toLowerCase().replaceAll(' ', '_');
  const said = (key !== undefined && rest !== undefined && explicit(key, rest.trim())) || undefined;
  const readings = said ?? guesses(words.trim());
  return readings.find((one) => nodes.some((node) => one.fits(node)));
}

function explicit(key: string, value: string): readonly Filter[] | undefined {
  if (key === 'state') return [byState(value)];
  if (key === 'cause') return byCause(value);
  if (key === 'name' || key === 'node') return byName(value);
  const kind = KINDS[key];
  return kind && [byProperty(kind, value)];
}

function guesses(words: string): readonly Filter[] {
  return [
    ...byMood(words),
    byState(words),
    ...(isCause(words.toLowerCase()) ? byCause(words) : []),
    ...PROPERTY_KINDS.map((kind) => byProperty(kind, words)),
    ...byName(words),
    ...byCause(words),
  ];
}

/** `clean-failed` and `CLEAN_FAILED` are typed as well. */
const plain = (word: string): string => word.toLowerCase().replace(/[\s_-]+/g, ' ');

function byState(words: string): Filter {
  const wanted = plain(words) === 'deploy wait' ? 'wait call back' : plain(words);
  return {
    meant: `state ${words.toLowerCase().replace(/[_-]/g, ' ')}`,
    fits: ({ provision_state }) => plain(provision_state) === wanted,
  };
}

/** Words for several states, and for what is no state. */
function byMood(words: string): readonly Filter[] {
  switch (plain(words)) {
    case 'failed':
      return [{ meant: 'all failed states', fits: ({ provision_state }) => isFailed(provision_state) }];
    case 'maintenance':
      return [{ meant: 'nodes in maintenance', fits: ({ maintenance }) => maintenance }];
    case 'trouble':
    case 'troubled':
      return [{ meant: 'nodes in trouble', fits: ({ cause }) => cause !== undefined }];
    default:
      return [];
  }
}

/** One cause by its word, or all that have the word in theirs: `credentials`, `bmc`. */
function byCause(words: string): readonly Filter[] {
  const wanted = words
    .toLowerCase()
    .trim()
    .replace(/[\s_]+/g, '-');
  const known = Object.keys(CAUSES) as Cause[];
  const meant = known.includes(wanted as Cause)
    ? [wanted as Cause]
    : known.filter((cause) => wanted.length > 2 && `-${cause}-`.includes(`-${wanted}-`));
  if (meant.length === 0) return [];
  return [
    {
      meant: `${meant.length === 1 ? 'cause' : 'causes'} ${meant.join(', ')}`,
      fits: ({ cause }) => cause !== undefined && meant.includes(cause),
    },
  ];
}

function byProperty(kind: PropertyKind, words: string): Filter {
  const wanted = words.toLowerCase();
  return {
    meant: `nodes ${propertyWords(kind, words)}`,
    fits: ({ properties }) => valuesOf(properties, kind).some((value) => value.toLowerCase() === wanted),
  };
}

/** The node itself, `node-1*`, or what names begin with. */
function byName(words: string): readonly Filter[] {
  const wanted = words.toLowerCase();
  const nameOf = ({ name }: Filterable) => name?.toLowerCase() ?? '';
  if (/[*?]/.test(wanted)) {
    const pattern = globOf(wanted);
    return [{ meant: `names like ${words}`, fits: (node) => pattern(nameOf(node)) }];
  }
  return [
    { meant: `node ${words}`, fits: (node) => nameOf(node) === wanted || node.uuid === wanted },
    { meant: `names that begin with ${words}`, fits: (node) => nameOf(node).startsWith(wanted) },
  ];
}

/** `*` and `?` of a pattern; walks along, so that no pattern takes longer than its length times the name's. */
function globOf(pattern: string): (name: string) => boolean {
  return (name) => {
    let [at, in_, star, mark] = [0, 0, -1, 0];
    while (in_ < name.length) {
      if (
        at < pattern.length &&
        (pattern[at] === '?' || (pattern[at] !== '*' && pattern[at] === name[in_]))
      ) {
        at += 1;
        in_ += 1;
      } else if (pattern[at] === '*') {
        star = at;
        mark = in_;
        at += 1;
      } else if (star >= 0) {
        at = star + 1;
        mark += 1;
        in_ = mark;
      } else return false;
    }
    return /^\**$/.test(pattern.slice(at));
  };
}
