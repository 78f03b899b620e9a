/** A name and a value that stand together in a message. */
export interface Label {
  /** In lower case, with `_` between its words: `node_uuid` for "Node UUID", "node-uuid" and `node_uuid`. */
  readonly name: string;
  /** Without quotes and code marks, whole; never empty. */
  readonly value: string;
}

/** More in one text is no alert. */
const MAX_LABELS = 1000;
const MAX_VALUE = 4000;

const NAME = String.raw`[A-Za-z][A-Za-z0-9_.\-/]{0,60}(?: [A-Za-z0-9_.\-/()]{1,30}){0,3}`;
/** Bullets of Slack, of templates and of Robusta; `>` quotes. */
const BULLET = /^[\s>•●◦▪‣·*+-]{1,12}(?=\S)/;
/** `*name:* value`, `name = value`, "Host:        bm-a05"; after BULLET has taken a mark of bold in front. */
const LINE = new RegExp(String.raw`^[*_]{0,2}(${NAME})[*_]{0,2} ?(?::[*_]{1,2} ?|: {1,20}| ?= )(\S.*)$`);
/** Robusta's tables of two columns: "● node `value`" (robusta src/robusta/integrations/slack/sender.py, __to_slack_table). */
const BULLET_CODE = new RegExp(`^\\s{0,4}[•●◦▪‣·*-] ?(${NAME}) \`([^\`]+)\`\\s*$`);
/** `name="value"` with Go's or Prometheus' escapes, `name='value'`, `name=value`. */
const PAIR =
  /(?<![\w.\-/?&])([A-Za-z_][\w.-]{0,60})=(?:"((?:[^"\\]|\\.)*)"|'([^'\n]*)'|`([^`\n]*)`|([^\s,;(){}[\]"'`<>|]+))/g;

/** A label in its line. */
export interface PlacedLabel extends Label {
  /** Where its value stands, with its quotes. */
  readonly from: number;
  readonly to: number;
}

/**
 * Labels as the templates of alerting tools write them: one a line with a colon or an equals sign, or side by side as
 * `name="value"`. In their order, with repetitions. Prose with a colon comes out as a label too; what a name means is
 * somebody else's judgement.
 */
export function labelsIn(text: string): readonly Label[] {
  const found: Label[] = [];
  for (const line of text.split('\n')) {
    if (found.length >= MAX_LABELS) break;
    for (const { name, value } of labelsOfLine(line)) found.push({ name, value });
  }
  return found;
}

/** The labels of one line, with their places. */
export function labelsOfLine(line: string): readonly PlacedLabel[] {
  if (!/[:=`]/.test(line)) return [];
  const found: PlacedLabel[] = [];
  const add = (name: string, value: string, from: number, to: number): void => {
    const bare = bareValue(value);
    if (bare !== '' && found.length < MAX_LABELS)
      found.push({ name: labelName(name), value: bare, from, to });
  };
  const table = BULLET_CODE.exec(line);
  if (table) {
    add(table[1] ?? '', table[2] ?? '', line.indexOf('`'), line.length);
    return found;
  }
  for (const { 0: whole, 1: name = '', 2: escaped, 3: single, 4: code, 5: plain, index } of line.matchAll(
    PAIR,
  )) {
    const value = escaped === undefined ? (single ?? code ?? plain ?? '') : unescaped(escaped);
    add(name, value, index + name.length + 1, index + whole.length);
  }
  const [, name = '', value = ''] = LINE.exec(line.replace(BULLET, '')) ?? [];
  if (name !== '' && !value.startsWith('//')) add(name, value, line.length - value.length, line.length);
  return found;
}

/** The value of the first label with one of these names, the names in order of preference. */
export function labelOf(labels: readonly Label[], ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = labels.find((label) => label.name === name);
    if (found) return found.value;
  }
  return undefined;
}

/** A label's name as it is compared: "Node UUID" and `nodeUUID` are not the same to Prometheus, but to a reader. */
export function labelName(name: string): string {
  return name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

/** Without the marks around it: `` `x` ``, `*x*`, `"x"`, "x,". */
export function bareValue(value: string): string {
  let bare = value.slice(0, MAX_VALUE).trim().replace(/[,;]$/, '');
  for (let round = 0; round < 3; round++) {
    const [, inner] =
      /^(?:\*(.+)\*|`+([^`]+)`+|"([^"]+)"|'([^']+)'|_([^_]+)_)$/s
        .exec(bare)
        ?.filter((one, index) => index === 0 || one !== undefined) ?? [];
    if (inner === undefined) break;
    bare = inner.trim();
  }
  return bare;
}

function unescaped(quoted: string): string {
  return quoted.replace(/\\(.)/gs, (_, mark: string) => (mark === 'n' || mark === 't' ? ' ' : mark));
}
