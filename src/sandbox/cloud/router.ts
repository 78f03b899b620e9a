import type { Call, Reply } from './reply.ts';

export type Params = (name: string) => string;
export type Handler = (call: Call, param: Params) => Reply;
export type Route = readonly [method: string, pattern: string, handler: Handler];

function match(pattern: readonly string[], path: readonly string[]): Map<string, string> | undefined {
  if (pattern.length !== path.length) return undefined;
  const found = new Map<string, string>();
  for (const [index, part] of pattern.entries()) {
    const actual = path[index] ?? '';
    if (part.startsWith(':')) found.set(part.slice(1), actual);
    else if (part !== actual) return undefined;
  }
  return found;
}

function decoded(path: string): string[] {
  return path.split('/').map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

/**
 * Finds the handler of a request. Patterns such as `/v1/nodes/:node/history` match whole segments; the first route
 * that fits wins, so literal routes stand before those with parameters.
 */
export function route(routes: readonly Route[], call: Call, otherwise: Handler): Reply {
  const path = decoded(call.path);
  for (const [method, pattern, handler] of routes) {
    if (method !== call.method) continue;
    const params = match(pattern.split('/'), path);
    if (params) return handler(call, (name) => params.get(name) ?? '');
  }
  return otherwise(call, () => '');
}
