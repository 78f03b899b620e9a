import { defineCommand } from '../src/core/command.ts';
import { UsageError } from '../src/core/errors.ts';

const USAGE = 'why <node | instance | MAC | BMC address | port | flavor> [--cloud NAME]';

export default defineCommand({
  id: 'why',
  usage: USAGE,
  summary: 'what is wrong with a node, an instance or a flavor, with the evidence, and what to do now',
  examples: [
    'why node-17',
    'why node-17 --cloud lab',
    'why 6a2c4f1e-0d5b-4c83-9a70-3f1f6b8f2d11',
    'why 52:54:00:1a:b0:77',
    'why bm.large',
  ],
  slow: true,
  async run({ text, services, signal }) {
    const { words, cloud } = readArguments(text);
    if (!words) {
      return { kind: 'words', text: `Why what? Give me a name: \`${USAGE}\`, e.g. \`why node-17\`.` };
    }
    const outcome = await services.diagnose(words, {
      ...(cloud === undefined ? {} : { cloud: known(cloud, services.clouds) }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { kind: 'diagnosis', outcome };
  },
});

function readArguments(text: string): { readonly words: string; readonly cloud: string | undefined } {
  let cloud: string | undefined;
  const rest = text.replace(
    /(^|\s)--cloud(?:=|\s+|$)("[^"]*"|'[^']*'|(?!--)\S+)?/g,
    (_all, before: string, value: string | undefined) => {
      const name = bare(value ?? '');
      if (!name) throw new UsageError('`--cloud` needs the name of a cloud: `why node-17 --cloud lab`.');
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
  return { words: subject(rest), cloud };
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
function bare(word: string): string {
  return word
    .trim()
    .replace(/^["'`*]+/, '')
    .replace(/(?<!["'`*?!,;:])["'`*?!,;:]+$/, '')
    .replace(/(?<!\.)\.+$/, '')
    .trim();
}

function known(cloud: string, clouds: readonly string[]): string {
  const found = clouds.find((name) => name === cloud) ?? clouds.find((name) => same(name, cloud));
  if (found !== undefined) return found;
  const names = clouds.slice(0, 20).map((name) => `\`${name}\``);
  throw new UsageError(`I know no cloud \`${cloud.slice(0, 80)}\`. There is ${names.join(', ') || 'none'}.`);
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
