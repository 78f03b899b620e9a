import { readFileSync } from 'node:fs';
import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { ServiceError } from '../core/errors.ts';

/** ` (line 7)` for a complaint about a key of clouds.yaml, which names file and key; nothing where it cannot be found. */
export function lineOf({ message, service: path }: ServiceError): string {
  const [, dotted] = /: clouds\.(\S+) /.exec(message.slice(path.length)) ?? [];
  if (dotted === undefined) return '';
  const lines = new LineCounter();
  try {
    const text = readFileSync(path, 'utf8');
    const document = parseDocument(text, { version: '1.1', logLevel: 'silent', lineCounter: lines });
    const offset = offsetOf(document.get('clouds', true), dotted);
    return offset === undefined ? '' : ` (line ${lines.linePos(offset).line})`;
  } catch {
    return '';
  }
}

/** Names of clouds may have dots in them; of a key that is not there the line of what it is missing in is meant. */
function offsetOf(node: unknown, dotted: string): number | undefined {
  if (!isMap(node)) return undefined;
  for (const { key, value } of node.items) {
    const name = String(key);
    const start = isNode(key) ? key.range?.[0] : undefined;
    if (dotted === name) return start;
    if (dotted.startsWith(`${name}.`)) return offsetOf(value, dotted.slice(name.length + 1)) ?? start;
  }
  return undefined;
}
