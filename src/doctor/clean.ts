import type { Environment } from '../config.ts';
import { isSecretKey } from '../lib/scrub.ts';
import type { Result } from './check.ts';

/** Shorter ones are words that people need, such as a lab's password "admin". */
const SHORTEST = 6;
const LONGEST_LINE = 600;

/**
 * Results as they may be printed: without the values of secret variables, whoever repeats them, and without characters
 * that move a terminal's cursor or hide text.
 */
export function cleaned(
  results: readonly Result[],
  env: Environment,
  secretVariables: readonly string[],
): readonly Result[] {
  const values = Object.entries(env).flatMap(([name, value]) => {
    // The shell's own are folders, whatever their names look like.
    if (!value || name === 'PWD' || name === 'OLDPWD') return [];
    if (isSecretKey(name) || secretVariables.includes(name)) return [value];
    const password = URL.parse(value)?.password;
    return password ? [password, decoded(password)] : [];
  });
  const secrets = values.filter((value) => value.length >= SHORTEST).toSorted((a, b) => b.length - a.length);
  const line = (text: string) =>
    secrets
      .reduce((words, value) => words.replaceAll(value, '***'), text)
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim()
      .slice(0, LONGEST_LINE);
  return results.map((result) => ({
    ...result,
    told: line(result.told),
    ...(result.fix === undefined ? {} : { fix: line(result.fix) }),
  }));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
