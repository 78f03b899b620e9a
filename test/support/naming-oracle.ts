/**
 * Which names a text mentions, found in the slowest way there is: every name is looked for at every place, and what
 * stands around it is looked at letter by letter. Shares nothing with src/core.
 */
export interface OracleNode {
  readonly id: string;
  readonly name: string;
  /** An ordinary word: it counts only where a label says that it is a node. */
  readonly word?: boolean;
}

const PUNCTUATION = '._~-';
const LETTER = /[\p{L}\p{N}\p{M}]/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

const isLetter = (mark: string): boolean => LETTER.test(mark) && !UNSPACED.test(mark);

/** Whether a word goes on from `at` in this direction; `joint` is the punctuation in between. */
function goesOn(text: string, at: number, step: 1 | -1): { readonly on: boolean; readonly joint: string } {
  let joint = '';
  let here = at;
  while (here >= 0 && here < text.length && PUNCTUATION.includes(text.charAt(here))) {
    joint += text.charAt(here);
    here += step;
  }
  const mark = text.charAt(here);
  return { on: mark !== '' && isLetter(mark) && !joint.includes('..'), joint };
}

/** Looks for every name in a text; `domains` are ours. Gives the ids of the nodes that the text names. */
export function namingOracle(
  nodes: readonly OracleNode[],
  domains: readonly string[],
): (text: string) => ReadonlySet<string> {
  const taken = new Set(nodes.map((node) => node.name.toLowerCase()));
  const named = nodes.map((node) => ({ ...node, name: node.name.toLowerCase() }));
  // A host is also called by the first part of its full name, unless somebody else is.
  const shorts = named.flatMap(({ id, name }) => {
    const [short = '', ...domain] = name.split('.');
    const full = domain.length > 1 && /^[a-z]{2,}$/.test(domain.at(-1) ?? '');
    return full && !taken.has(short) ? [{ id, name: short }] : [];
  });
  return (said) => {
    const text = said.toLowerCase();
    const found = new Set<string>();
    for (const { id, name, word } of named) {
      if (word ? labelled(text, name) : mentions(text, name, taken, domains)) found.add(id);
    }
    for (const { id, name } of shorts) if (mentions(text, name, taken, [])) found.add(id);
    return found;
  };
}

function mentions(
  text: string,
  name: string,
  taken: ReadonlySet<string>,
  domains: readonly string[],
): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (goesOn(text, at - 1, -1).on) continue;
    const end = at + name.length;
    const right = goesOn(text, end, 1);
    if (!right.on) return true;
    // It goes on with a domain of ours, and neither is the whole nor a longer part of it somebody else's name.
    if (right.joint !== '.') continue;
    const rest = restOfWord(text, end + 1);
    const ours = domains.some((one) => rest === one || rest.endsWith(`.${one}`));
    const longer = [...taken].some(
      (other) => other.startsWith(`${name}.`) && `${name}.${rest}.`.startsWith(`${other}.`),
    );
    if (ours && !longer) return true;
  }
  return false;
}

/** From here to where the word ends, without the punctuation at its end. */
function restOfWord(text: string, from: number): string {
  let end = from;
  for (let here = from; here < text.length; here++) {
    const mark = text.charAt(here);
    if (isLetter(mark)) end = here + 1;
    else if (!PUNCTUATION.includes(mark) || text.startsWith('..', here)) break;
  }
  return text.slice(from, end);
}

/** `node: apollo` alone in a line, `node_name="apollo"` anywhere, or the word "node" and then "apollo" between quotes. */
function labelled(text: string, word: string): boolean {
  if (text.includes(`node_name="${word}"`)) return true;
  if (text.split('\n').some((line) => line.trim() === `node: ${word}`)) return true;
  return ['"', '`'].some((mark) => {
    const quoted = `${mark}${word}${mark}`;
    for (let at = text.indexOf(quoted); at >= 0; at = text.indexOf(quoted, at + 1)) {
      let end = at;
      while (at - end < 3 && end > 0 && ' :='.includes(text.charAt(end - 1))) end -= 1;
      const front = text.slice(0, end);
      const before = front.charAt(front.length - 5);
      if (front.endsWith('node') && !(before !== '' && (LETTER.test(before) || PUNCTUATION.includes(before))))
        return true;
    }
    return false;
  });
}
