import { UsageError } from './errors.ts';

/** What followed a command's word: whom it is about, and in which cloud. */
export interface Arguments {
  /** Empty when nothing is named. */
  readonly words: string;
  /** As it is configured; absent where the default is meant. */
  readonly cloud?: string;
}

/**
 * Reads `node-17 --cloud lab` as people type it: quotes, punctuation, `--cloud=LAB`, "is node-17 stuck?". `example` is
 * shown to whoever leaves the name of the cloud out. `nobody`: naming nobody is a question as well.
 * @throws UsageError for an unknown option or cloud
 */
export function readArguments(
  text: string,
  clouds: readonly string[],
  example: string,
  least: 'somebody' | 'nobody' = 'somebody',
): Arguments {
  let cloud: string | undefined;
  const rest = text.replace(
    /(^|\s)--cloud(?:=|\s+|$)("[^"]*"|'[^']*'|(?!--)\S+)?/g,
    (_all, before: string, value: string | undefined) => {
      const name = bare(value ?? '');
      if (!name) throw new UsageError(`\`--cloud\` needs the name of a cloud: \`${example} --cloud lab\`.`);
      cloud = name;
      return before;
    },
  );
  const option = /(?:^|\s)(--?[a-z][\w-]*)/i.exec(rest)?.[1];
  if (option) {
    throw new UsageError(
      `I do not know the option \`${option.slice(0, 40)}\`. There is only \`--cloud NAME\`.`,
    );
  }
  const words = subject(rest);
  // Who names nobody has to hear that first.
  return cloud === undefined || (!words && least === 'somebody')
    ? { words }
    : { words, cloud: cloudNamed(cloud, clouds) };
}

/** `is node-17 stuck in clean wait?` asks about node-17. */
function subject(text: string): string {
  const words = bare(text.replace(/\s+/g, ' '));
  const asked = /^(?:is|was|are|does|did|has)\s+(?:node\s+|instance\s+|server\s+|flavor\s+)?(\S+)/i.exec(
    words,
  );
  return bare(asked?.[1] ?? words);
}

/**
 * Without the quotes, formatting and punctuation that people put around a name. What looks behind keeps the search for
 * the end from starting at every mark of a long run.
 */
export function bare(word: string): string {
  return word
    .trim()
    .replace(/^["'`*]+/, '')
    .replace(/(?<!["'`*?!,;:])["'`*?!,;:]+$/, '')
    .replace(/(?<!\.)\.+$/, '')
    .trim();
}

function cloudNamed(cloud: string, clouds: readonly string[]): string {
  const found = clouds.find((name) => name === cloud) ?? clouds.find((name) => same(name, cloud));
  if (found !== undefined) return found;
  const names = clouds.slice(0, 20).map((name) => `\`${name}\``);
  throw new UsageError(`I know no cloud \`${cloud.slice(0, 80)}\`. There is ${names.join(', ') || 'none'}.`);
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
