/**
 * Everything that stands for a secret in the simulated cloud contains this mark, so that a test can look for it in
 * whatever it wants to be free of secrets.
 */
export const secretMark = 'marked-secret-';

/** A value that stands for a secret. */
export function marked(what: string): string {
  return `${secretMark}${what}`;
}
