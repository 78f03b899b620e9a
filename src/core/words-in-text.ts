/** A word that could be a name, as it stands in a text. */
export interface TextWord {
  readonly word: string;
  /** With the punctuation at its ends, which a name may have too. */
  readonly whole: string;
  /** It stands alone between quotes or code marks. */
  readonly quoted: boolean;
  /** What stands in front of it, at most 16 characters: "cluster ", "Node ". */
  readonly before: string;
  /** `:9100` follows. */
  readonly port: boolean;
}

/** What host names and Ironic's names are made of (openstack/ironic ironic/common/utils.py, is_valid_logical_name). */
const ASCII_RUN = /[A-Za-z0-9._~-]+/g;
/** Letters of other scripts belong to a word too, where that script parts its words at all. */
const RUN =
  /[[\p{L}\p{N}\p{M}._~\-]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]]+/gv;
/** What opens a quotation, and what may close it. */
const QUOTES: Readonly<Record<string, string>> = {
  '`': '`',
  '"': '"',
  "'": "'",
  '“': '”',
  '„': '“”',
  '‘': '’',
  '‚': '‘’',
  '«': '»',
  '‹': '›',
};

/**
 * Words of a text, each as long as it can be: `node-1` is none of the words of `node-17`, `xnode-1` or `node-1-old`.
 * Dots and dashes at its ends are punctuation, and two dots part words. Left out: what is addressed (`@name`, `#name`),
 * variables (`$name`), short codes (`:name:`), versions of packages (`name@1`) and patterns (`name*`).
 */
export function wordsIn(text: string): readonly TextWord[] {
  const words: TextWord[] = [];
  const star = text.indexOf('*');
  const runs = /^[\x00-\x7f]*$/.test(text) ? ASCII_RUN : RUN;
  for (const { 0: run, index } of text.matchAll(runs)) {
    if (!run.includes('..')) add(run, index);
    else
      for (const { 0: part, index: inside } of run.matchAll(/(?:[^.]|\.(?!\.)(?<!\.\.))+/gu))
        add(part, index + inside);
  }
  return words;

  function add(whole: string, start: number): void {
    const [front, back] = endsOf(whole);
    if (front === whole.length) return;
    const word = front + back === 0 ? whole : whole.slice(front, whole.length - back);
    const at = start + front;
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (before === '#' || before === '$' || after === '@') return;
    if (before === '@' && !/[\p{L}\p{N}]/u.test(text[at - 2] ?? ' ')) return;
    if (before === '{' && text[at - 2] === '$') return;
    if (before === ':' && after === ':' && !/[\p{L}\p{N}]/u.test(text[at - 2] ?? ' ')) return;
    // A mark of bold has another one before it.
    if (after === '*' && star === at + word.length) return;
    const quoted = QUOTES[before]?.includes(after) ?? false;
    words.push({
      word,
      whole,
      quoted,
      before: text.slice(Math.max(0, at - 16), at),
      port: after === ':' && /^:\d{1,5}(?!\d|\.\d)/.test(text.slice(at + word.length, at + word.length + 8)),
    });
  }
}

/** How many characters of punctuation stand at both ends. */
function endsOf(run: string): readonly [number, number] {
  let front = 0;
  while (front < run.length && isPunctuation(run[front])) front += 1;
  let back = 0;
  while (back < run.length - front && isPunctuation(run[run.length - 1 - back])) back += 1;
  return [front, back];
}

const isPunctuation = (mark: string | undefined): boolean =>
  mark === '.' || mark === '-' || mark === '_' || mark === '~';
