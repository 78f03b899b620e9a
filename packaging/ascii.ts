/**
 * A program without a sign beyond ASCII, which means the same: V8 keeps a text with a single one in two bytes a sign, and
 * takes longer to read it. What the bundler leaves are regular expressions and tagged templates, and an escape is the same in both.
 * @throws Error where it would not be
 */
export function asciiOnly(program: string, file: string): string {
  const [raw] = /\\[\u0080-\uffff]|String\.raw`[^`]*[\u0080-\uffff]/.exec(program) ?? [];
  if (raw) throw new Error(`${file}: ${raw.slice(-80)} cannot be written with escapes.`);
  return program.replace(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
