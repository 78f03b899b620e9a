import { resolve } from 'node:path';
import { ServiceError } from '../../core/errors.ts';

/** A path with wildcards, taken apart once. */
export interface FilePattern {
  /** As the operator wrote it. */
  readonly text: string;
  /** From the root: a name, a name with wildcards, or `**` for any number of folders. */
  readonly steps: readonly Step[];
  /** What the placeholders stand for in a path that matches; undefined for one that does not. */
  captures(path: string): { readonly host?: string; readonly service?: string } | undefined;
}

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'wild'; readonly matches: (name: string) => boolean }
  | { readonly kind: 'deep' };

/** In one name; matching takes the name's length to the power of it. */
const MOST_WILDCARDS = 4;
const PLACEHOLDERS = ['host', 'service'];

/** @throws ServiceError `config` for a placeholder that nobody knows or that is there twice, and for too many wildcards */
export function parseFilePattern(text: string): FilePattern {
  const named = [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
  const unknown = named.find((name) => !PLACEHOLDERS.includes(name));
  if (unknown !== undefined) throw mistake(text, `has {${unknown}}; there are {host} and {service}`);
  if (new Set(named).size < named.length) throw mistake(text, 'has the same placeholder twice');
  if (/\{(?:host|service)\}\{/.test(text))
    throw mistake(text, 'has two placeholders with nothing between them');
  const parts = resolve(text)
    .split('/')
    .filter((part) => part !== '');
  if (parts.some((part) => wildcardsIn(part) > MOST_WILDCARDS))
    throw mistake(text, `has more than ${MOST_WILDCARDS} * and placeholders in one name`);
  const whole = new RegExp(`^${parts.map(partOfPath).join('')}$`, 's');
  return {
    text,
    steps: parts.map(stepOf),
    captures: (path) => whole.exec(path)?.groups ?? (whole.test(path) ? {} : undefined),
  };
}

function stepOf(part: string): Step {
  if (part === '**') return { kind: 'deep' };
  if (!/[*?]|\{(?:host|service)\}/.test(part)) return { kind: 'name', name: part };
  const own = new RegExp(`^${wildcards(part)}$`, 's');
  // As in a shell: what is hidden is meant only when it is named.
  return {
    kind: 'wild',
    matches: (name) => own.test(name) && (part.startsWith('.') || !name.startsWith('.')),
  };
}

const wildcardsIn = (part: string): number => part.match(/\*+|\{(?:host|service)\}/g)?.length ?? 0;

const partOfPath = (part: string): string => (part === '**' ? '(?:/[^/]+)*?' : `/${wildcards(part)}`);

/** `**` beside other characters is the same as `*`. */
function wildcards(part: string): string {
  return part
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\{(?!host\}|service\})|(?<!\{host|\{service)\}/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]')
    .replace(/\{(host|service)\}/g, '(?<$1>[^/]+?)');
}

function mistake(text: string, words: string): ServiceError {
  return new ServiceError(`logs: the path ${text} ${words}`, { code: 'config', service: 'logs' });
}
