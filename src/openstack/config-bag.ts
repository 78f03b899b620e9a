/** A mapping out of a configuration file, before anybody looked at it. */
export type Bag = Readonly<Record<string, unknown>>;

export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** `over` wins, mappings are merged key by key. */
export function merge(under: Bag, over: Bag): Bag {
  const entries = Object.entries(over).map(([key, value]): [string, unknown] => {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    return [key, isBag(value) && isBag(below) ? merge(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(entries) };
}

/** `user-domain-name` is `user_domain_name`, also inside. */
export function normalizeKeys(bag: Bag): Bag {
  return Object.fromEntries(
    Object.entries(bag).map(([key, value]) => [
      key.replaceAll('-', '_'),
      isBag(value) ? normalizeKeys(value) : value,
    ]),
  );
}
