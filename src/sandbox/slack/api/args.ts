import type { Json } from '../types.ts';
import { refuseWith, SlackRefusal } from './refusal.ts';

/** A method's arguments, from a JSON body or from a form whose lists and objects are JSON in strings. */
export interface Args {
  text(name: string): string | undefined;
  need(name: string): string;
  flag(name: string): boolean;
  count(name: string, otherwise: number): number;
  /** A list of objects; `otherwise` when absent. `invalid_blocks_format` and its like when it is none. */
  list(name: string): Json[] | undefined;
  object(name: string): Json | undefined;
}

export function createArgs(raw: Json): Args {
  const text = (name: string): string | undefined => {
    const value = raw[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const parsed = (name: string): unknown => {
    const value = raw[name];
    if (typeof value !== 'string') return value ?? undefined;
    if (value.trim() === '') return undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw new SlackRefusal(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments');
    }
  };
  return {
    text,
    need(name) {
      const value = text(name);
      if (value === undefined || value === '')
        throw refuseWith('invalid_arguments', [`missing required field: ${name}`]);
      return value;
    },
    flag: (name) => raw[name] === true || raw[name] === 'true' || raw[name] === '1',
    count(name, otherwise) {
      const value = Number(raw[name] ?? otherwise);
      return Number.isFinite(value) && value > 0 ? Math.floor(value) : otherwise;
    },
    list(name) {
      const value = parsed(name);
      if (value === undefined) return undefined;
      if (!Array.isArray(value))
        throw new SlackRefusal(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments');
      return value as Json[];
    },
    object(name) {
      const value = parsed(name);
      if (value === undefined) return undefined;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw refuseWith('invalid_arguments', [`must be an object [json-pointer:/${name}]`]);
      }
      return value as Json;
    },
  };
}
