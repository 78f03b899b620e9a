import { inspect } from 'node:util';

/** A secret that prints as `***` wherever it ends up; only `reveal` tells it. */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

const MASK = '***';

export function secret(value: string): Secret {
  const hidden = { reveal: () => value, toString: () => MASK, toJSON: () => MASK };
  Object.defineProperty(hidden, inspect.custom, { value: () => MASK, enumerable: false });
  return Object.freeze(hidden);
}
