/**
 * Lines of the selected streams that hold one of the words, case and all. What RE2 gives a meaning is escaped as
 * Go's `regexp.QuoteMeta` does, and the whole is a Go string literal (grafana/loki pkg/logql/syntax/lex.go unquotes
 * with Prometheus' strutil, which reads JSON's escapes): no word can end the literal.
 */
export function logqlOf(selector: string, words: readonly string[]): string {
  const pattern = `(?:${words.map(quoteMeta).join('|')})`;
  return `${selector.trim()} |~ ${JSON.stringify(pattern)}`;
}

function quoteMeta(word: string): string {
  return word.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
