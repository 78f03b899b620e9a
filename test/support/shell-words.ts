/** One word of a command line as a shell would read it, and how much of it was protected. */
export interface ShellWord {
  readonly text: string;
  /** The characters that stood outside single quotes. */
  readonly bare: string;
}

/**
 * Splits a command the way a POSIX shell does, as far as playbooks write commands, and refuses anything beyond. What
 * stands in `<angle brackets>` is a placeholder for a person and counts as one word.
 */
export function shellWords(command: string): readonly ShellWord[] {
  const words: ShellWord[] = [];
  let rest = command;
  let word: { text: string; bare: string } | undefined;
  const end = () => {
    if (word) words.push(word);
    word = undefined;
  };
  while (rest) {
    const found = TOKENS.find(({ pattern }) => pattern.test(rest));
    const token = found?.pattern.exec(rest)?.[0];
    if (!found || !token)
      throw new Error(`not one of our words: ${JSON.stringify(rest)} in ${JSON.stringify(command)}`);
    rest = rest.slice(token.length);
    if (found.kind === 'space' || found.kind === 'operator') {
      end();
      continue;
    }
    word = {
      text: `${word?.text ?? ''}${token}`,
      bare: `${word?.bare ?? ''}${found.kind === 'quoted' ? '' : token}`,
    };
  }
  end();
  return words;
}

const TOKENS = [
  { kind: 'space', pattern: /^ +/ },
  { kind: 'quoted', pattern: /^'[^'\n]*'/ },
  // What playbooks write themselves: a phrase, a password that no shell remembers, a regular file, pipes and sequences.
  { kind: 'phrase', pattern: /^"(?:\$\(cat <password-file>\)|[\w .]*)"/ },
  { kind: 'placeholder', pattern: /^<[\w/ .-]+(?:\.\.\.)?>/ },
  { kind: 'operator', pattern: /^(?:<\/dev\/null|\|(?!\|)|;(?= ))/ },
  { kind: 'plain', pattern: /^[\w./:=,@%+~-]+\*?/ },
] as const;
