type Labels = Readonly<Record<string, string>>;

/** A query for log lines, as far as our own client writes them. */
export interface Logql {
  /** Whether a stream with these labels is meant. */
  selects(labels: Labels): boolean;
  /** What a line has to hold. */
  readonly filter: RegExp;
}

/** Go's: in double quotes with escapes, or raw between backticks (\x60). */
const LITERAL = String.raw`"(?:[^"\\\n]|\\.)*"|\x60[^\x60]*\x60`;
const QUERY = new RegExp(String.raw`^\s*\{((?:[^}"\x60]|${LITERAL})*)\}\s*\|~\s*(${LITERAL})\s*$`, 'u');
const MATCHER = new RegExp(String.raw`^\s*([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*(${LITERAL})\s*(?:,|$)`, 'u');

/** Worded by grafana/loki pkg/logql/syntax/parser.go. */
const EMPTY_COMPATIBLE =
  'parse error : queries require at least one regexp or equality matcher that does not have an empty-compatible value. For instance, app=~".*" does not meet this requirement, but app=~".+" will';
const SYNTAX = 'parse error at line 1, col 1: syntax error: unexpected IDENTIFIER';

/**
 * `{selector} |~ "literal"` and nothing after it, read as the real lexer would, so that a word that broke out of its
 * literal is a parse error or another answer. Patterns are read as Go's regexp for what `QuoteMeta` leaves. A string
 * is the refusal.
 */
export function readLogql(query: string): Logql | string {
  const [, selector = '', literal = ''] = QUERY.exec(query) ?? [];
  const matchers = matchersOf(selector);
  const filter = pattern(literal, (body) => body);
  if (!matchers || !filter) return SYNTAX;
  if (!matchers.some(({ accepts }) => !accepts(''))) return EMPTY_COMPATIBLE;
  return {
    filter,
    selects: (labels) => matchers.every(({ label, accepts }) => accepts(labels[label] ?? '')),
  };
}

interface Matcher {
  readonly label: string;
  accepts(value: string): boolean;
}

function matchersOf(selector: string): readonly Matcher[] | undefined {
  const matchers: Matcher[] = [];
  for (let rest = selector; rest.trim() !== ''; ) {
    const [all, label = '', operator = '', literal = ''] = MATCHER.exec(rest) ?? [];
    if (all === undefined) return undefined;
    const accepts = acceptor(operator, literal);
    if (!accepts) return undefined;
    matchers.push({ label, accepts });
    rest = rest.slice(all.length);
  }
  return matchers;
}

function acceptor(operator: string, literal: string): ((value: string) => boolean) | undefined {
  const wanted = unquote(literal);
  if (wanted === undefined) return undefined;
  if (operator === '=') return (value) => value === wanted;
  if (operator === '!=') return (value) => value !== wanted;
  // Label patterns have to fit the whole value.
  const fits = pattern(literal, (body) => `^(?:${body})$`);
  if (!fits) return undefined;
  return operator === '=~' ? (value) => fits.test(value) : (value) => !fits.test(value);
}

function pattern(literal: string, around: (body: string) => string): RegExp | undefined {
  const body = unquote(literal);
  if (body === undefined) return undefined;
  try {
    return new RegExp(around(body), 'u');
  } catch {
    return undefined;
  }
}

const SINGLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** prometheus/prometheus util/strutil/quote.go: other escapes than these are errors. */
function unquote(literal: string): string | undefined {
  if (literal.length < 2) return undefined;
  const body = literal.slice(1, -1);
  if (literal.startsWith('`')) return body;
  let valid = true;
  const text = body.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/gsu, (_, four, two, one) => {
    if (four ?? two) return String.fromCharCode(Number.parseInt(four ?? two, 16));
    if (!Object.hasOwn(SINGLE, one)) valid = false;
    return SINGLE[one] ?? '';
  });
  return valid ? text : undefined;
}
